/** What one pass of rounds says of every cell: the change, and whether it is beyond the margin. */
import { holm } from '../../statistics/holm.js';
import { logHalfWidth } from '../../statistics/interval.js';
import { equivalence } from '../../statistics/equivalence.js';
import type { ArmTimes, ScenarioTimes } from '../pass-times.js';
import type { EstimateRecord } from '../record.js';
import { compareCell, type ComparedCell, type Measure } from './compare-cell.js';
import type { ChangeRecord } from './gate-record.js';
import type { GateRules } from './gate-rules.js';
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
  /** The change relative to the bound, where it is slower relative to the reference and not to that; else null. */
  contestedBy: EstimateRecord | null;
}

/** One-sided: with 0.025 a verdict agrees with the 95 % interval that is shown beside it. */
export const ALPHA = 0.025;

/**
 * Judges every cell that has times on both sides; the cells of one pass are one family (Holm).
 *
 * Copies differ in how much of their time goes to memory and how much to calls, so that memory which is slower than it
 * was changes their ratios from one run to another although no program changed: `splice` was seen to come out 9 % slower
 * relative to read/write when `memory-copy`, the bound, was 10 % slower relative to it. A bound that moved by no more
 * than the margin cannot explain a change beyond it. Where it moved by more, a cell is slower only when it is so
 * relative to the bound as well (both tests have to reject: an intersection-union test, Berger 1982).
 */
export function judgePass(
  { before, now }: PassPair,
  rules: Pick<GateRules, 'measure' | 'margin' | 'bound'>,
): JudgedCell[] {
  const { measure, margin } = rules;
  const cells = now.flatMap((scenario) => {
    const earlier = before.find(({ id }) => id === scenario.id);
    if (!earlier) return [];
    const memory = slowerBound(earlier, scenario, rules);
    const noise = Math.max(controlNoise(scenario) ?? 0, controlNoise(earlier) ?? 0);
    return candidates(scenario, measure).flatMap(({ name }) => {
      const spread = measure === 'paired' ? 0 : spreadOf(earlier, name);
      const applied = Math.max(margin, noise, spread);
      const compared = compareCell(earlier, scenario, name, { measure, margin: applied });
      if (!compared) return [];
      const besideBound =
        memory === null
          ? undefined
          : compareCell(earlier, scenario, name, { measure, margin: applied, to: memory });
      return [{ scenario: scenario.id, strategy: name, margin: applied, compared, besideBound }];
    });
  });
  const slowerBesideReference = holm(cells.map(({ compared }) => compared.change.pSlower));
  const slower = holm(
    cells.map(({ compared, besideBound }) =>
      Math.max(compared.change.pSlower, besideBound?.change.pSlower ?? 0),
    ),
  );
  const faster = holm(cells.map(({ compared }) => compared.change.pFaster));
  return cells.map(({ besideBound, ...cell }, index) => {
    const { ratio } = cell.compared.change;
    const ratioToBound = besideBound?.change.ratio ?? null;
    const p = { slower: slower[index]!, faster: faster[index]! };
    return {
      ...cell,
      change: {
        change: ratio,
        verdict: verdictOf(p, equivalence(ratio, cell.margin) === 'inside'),
        adjustedP: p.slower,
        rounds: cell.compared.rounds,
        besideBound: ratioToBound,
      },
      isWide: logHalfWidth(ratio) > Math.log1p(cell.margin),
      mayBeSlower: ratio.high === null || ratio.high > 1 + cell.margin,
      contestedBy: slowerBesideReference[index]! <= ALPHA && p.slower > ALPHA ? ratioToBound : null,
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

/** The bound, where it became slower relative to the reference by more than the margin; else null. */
function slowerBound(
  before: ScenarioTimes,
  now: ScenarioTimes,
  { measure, margin, bound }: Pick<GateRules, 'measure' | 'margin' | 'bound'>,
): string | null {
  if (measure !== 'ratio' || bound === null) return null;
  const compared = compareCell(before, now, bound, { measure, margin });
  return compared !== undefined && compared.change.pSlower <= ALPHA ? bound : null;
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
