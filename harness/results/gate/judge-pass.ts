/** What one pass of rounds says of every cell: the change, and whether it is beyond the margin. */
import { holm } from '../../statistics/holm.js';
import { logHalfWidth } from '../../statistics/interval.js';
import { equivalence } from '../../statistics/equivalence.js';
import type { ArmTimes, ScenarioTimes } from '../pass-times.js';
import { compareCell, type ComparedCell, type Measure } from './compare-cell.js';
import type { ChangeRecord } from './gate-record.js';
import { controlNoise, passSpread } from './noise.js';

/** Both sides of a pass: in a baseline gate `before` is the baseline, else arms of the same rounds. */
export interface PassPair {
  before: readonly ScenarioTimes[];
  now: readonly ScenarioTimes[];
}

export interface JudgedCell {
  scenario: string;
  strategy: string;
  /** The margin applied: the one asked for, or what the same program differs by here. */
  margin: number;
  compared: ComparedCell;
  change: ChangeRecord;
  /** The interval is wider than the margin, so that crossing its edge says nothing. */
  isWide: boolean;
  /** It may be slower beyond the margin: what is certain to be no slower needs no more rounds. */
  mayBeSlower: boolean;
}

/** One-sided: with 0.025 a verdict agrees with the 95 % interval that is shown beside it. */
export const ALPHA = 0.025;

/** Judges every cell that has times on both sides; the cells of one pass are one family (Holm). */
export function judgePass(
  { before, now }: PassPair,
  { measure, margin }: { measure: Measure; margin: number },
): JudgedCell[] {
  const cells = now.flatMap((scenario) => {
    const earlier = before.find(({ id }) => id === scenario.id);
    if (!earlier) return [];
    const noise = Math.max(controlNoise(scenario) ?? 0, controlNoise(earlier) ?? 0);
    return candidates(scenario, measure).flatMap(({ name }) => {
      const spread = measure === 'paired' ? 0 : spreadOf(earlier, name);
      const applied = Math.max(margin, noise, spread);
      const compared = compareCell(earlier, scenario, name, { measure, margin: applied });
      return compared ? [{ scenario: scenario.id, strategy: name, margin: applied, compared }] : [];
    });
  });
  const slower = holm(cells.map(({ compared }) => compared.change.pSlower));
  const faster = holm(cells.map(({ compared }) => compared.change.pFaster));
  return cells.map((cell, index) => {
    const { ratio } = cell.compared.change;
    const p = { slower: slower[index]!, faster: faster[index]! };
    return {
      ...cell,
      change: {
        change: ratio,
        verdict: verdictOf(p, equivalence(ratio, cell.margin) === 'inside'),
        adjustedP: p.slower,
        rounds: cell.compared.rounds,
      },
      isWide: logHalfWidth(ratio) > Math.log1p(cell.margin),
      mayBeSlower: ratio.high === null || ratio.high > 1 + cell.margin,
    };
  });
}

/** Bounds are no copies. Relative to itself the reference has nothing to say. */
export function candidates({ arms, reference }: ScenarioTimes, measure: Measure): ArmTimes[] {
  return arms.filter(
    ({ name, class: kind }) =>
      kind !== 'bound' && name !== 'control' && (measure !== 'ratio' || name !== reference),
  );
}

function spreadOf(before: ScenarioTimes, name: string): number {
  const arm = before.arms.find((one) => one.name === name);
  return arm ? passSpread(before, arm) : 0;
}

function verdictOf(
  p: { slower: number; faster: number },
  inside: boolean,
): ChangeRecord['verdict'] {
  if (p.slower <= ALPHA) return 'slower';
  if (p.faster <= ALPHA) return 'faster';
  return inside ? 'same' : 'unclear';
}
