/** Whether copies were copies: what FIEMAP says of the extents that they left. */
import type { MeasuredRecord } from '../../harness/results/record.js';
import { formatAmount } from '../../harness/core/units.js';
import { type Text, text } from '../text.js';

/** Clones are told in their own sentences; empty where nothing is known. */
export function copyProof(strategies: readonly MeasuredRecord[]): Text {
  const copies = strategies.filter((one) => one.class === 'copy');
  const known = copies.filter(({ sharedBytes }) => sharedBytes === 0);
  if (known.length === 0) return [];
  const who =
    known.length === copies.length ? 'No copy' : `${known.length} of ${copies.length}: no copy`;
  return text`${who} shares an extent with its source (FIEMAP), so that bytes were moved${extentsClause(known)}.`;
}

function extentsClause(copies: readonly MeasuredRecord[]): string {
  const counts = copies.flatMap(({ extents }) => extents ?? []);
  if (counts.length === 0) return '';
  const [fewest, most] = [formatAmount(Math.min(...counts)), formatAmount(Math.max(...counts))];
  const range = fewest === most ? fewest : `${fewest} to ${most}`;
  return `; they lie in ${range} ${range === '1' ? 'extent' : 'extents'} each`;
}
