/** The `Range` header (RFC 9110, section 14.2): one range of bytes. */

/** Which bytes of a file to answer with. */
export type RangeAnswer =
  { kind: 'whole' } | { kind: 'part'; start: number; length: number } | { kind: 'unsatisfiable' };

const ONE_RANGE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;
const WHOLE: RangeAnswer = { kind: 'whole' };

/**
 * What a `Range` header asks for. One that cannot be read, other units, and several ranges at once are answered
 * with the whole file, as the RFC allows.
 *
 * @param header as it came; undefined where there was none
 */
export function rangeOf(header: string | undefined, sizeBytes: number): RangeAnswer {
  const match = header === undefined ? null : ONE_RANGE.exec(header);
  if (!match) return WHOLE;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? WHOLE : suffix(Number(last), sizeBytes);
  const start = Number(first);
  if (last !== '' && Number(last) < start) return WHOLE;
  if (start >= sizeBytes) return { kind: 'unsatisfiable' };
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  return { kind: 'part', start, length: end - start };
}

/** The last `wanted` bytes. An empty file has none, and no Content-Range could say so. */
function suffix(wanted: number, sizeBytes: number): RangeAnswer {
  if (wanted === 0) return { kind: 'unsatisfiable' };
  if (sizeBytes === 0) return WHOLE;
  const length = Math.min(wanted, sizeBytes);
  return { kind: 'part', start: sizeBytes - length, length };
}
