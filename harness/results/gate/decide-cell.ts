/** What the gate makes of one cell, from what its passes say. */
import { formatPercent, formatRatio } from '../../core/units.js';
import type { ArmTimes } from '../pass-times.js';
import type { CellState, ChangeRecord } from './gate-record.js';
import type { JudgedCell } from './judge-pass.js';

export interface CellEvidence {
  /** The arm on either side, as it was planned; undefined where that side does not know it. */
  before: ArmTimes | undefined;
  now: ArmTimes | undefined;
  /** Whether its scenario was measured at all this time. */
  isMeasured: boolean;
  /** Why its scenario cannot be judged, or null. */
  void: string | null;
  first: JudgedCell | undefined;
  /** What a pass with fresh workers saw; undefined where none was made, or it was void. */
  confirmation: JudgedCell | undefined;
  /** Why that pass cannot be judged, or null. */
  confirmationVoid: string | null;
}

export interface CellDecision {
  state: CellState;
  reason: string;
}

/** Whether the first pass gives reason to measure a cell again: slower, or too noisy to tell. */
export function isSuspicious({ change, isWide }: JudgedCell): boolean {
  return change.verdict === 'slower' || (change.verdict === 'unclear' && isWide);
}

/** Only what fails twice is a regression; a cell without a figure never passes. */
export function decideCell(evidence: CellEvidence): CellDecision {
  const { first } = evidence;
  if (!evidence.isMeasured) {
    return {
      state: 'inconclusive',
      reason:
        'It was not measured this time: the run ended before its turn. Give it more time with --budget.',
    };
  }
  const lost = withoutFigure(evidence);
  if (lost) return lost;
  if (evidence.void !== null) return { state: 'void', reason: `Not judged: ${evidence.void}.` };
  if (!first) return { state: 'missing', reason: 'It has no round in common with its reference.' };
  if (isSuspicious(first)) return afterConfirmation(first, evidence);
  const seen = shown(first.change);
  if (first.change.verdict === 'faster') {
    return { state: 'improvement', reason: `Faster: ${seen} the time.` };
  }
  if (first.change.verdict === 'same') {
    return { state: 'pass', reason: `No change beyond ${formatPercent(first.margin)}: ${seen}.` };
  }
  return {
    state: 'pass',
    reason: `At the edge of the margin of ${formatPercent(first.margin)}: ${seen}. No more than that is shown.`,
  };
}

function withoutFigure({ before, now }: CellEvidence): CellDecision | undefined {
  const wasMeasured = before?.outcome === 'measured';
  if (now?.outcome === 'measured' && !wasMeasured) {
    return {
      state: 'new',
      reason: 'It was not measured before, so that there is no change to judge.',
    };
  }
  if (now?.outcome === 'measured' && before && now.class !== before.class) {
    return {
      state: 'missing',
      reason: `It was a ${before.class} before and is a ${now.class} now: the two do not compare.`,
    };
  }
  if (now?.outcome === 'measured') return undefined;
  if (!wasMeasured) return { state: 'new', reason: 'It has no figure before and none now.' };
  const why = now ? `it is ${now.outcome} now: ${now.reason ?? 'no reason given'}` : 'it is gone';
  return {
    state: 'missing',
    reason: `It was measured before, and ${why.replace(/\.$/, '')}. If that is meant, leave it out with --exclude.`,
  };
}

function afterConfirmation(
  first: JudgedCell,
  { confirmation: again, confirmationVoid }: CellEvidence,
): CellDecision {
  const margin = formatPercent(first.margin);
  const wasSlower = first.change.verdict === 'slower';
  const seen = wasSlower
    ? `Slower by more than ${margin} (${shown(first.change)})`
    : `Too noisy to tell (${shown(first.change)})`;
  if (!again) {
    const why =
      confirmationVoid === null
        ? 'and not measured again'
        : `and measured again in vain: ${confirmationVoid}`;
    return { state: 'inconclusive', reason: `${seen}, ${why}. Run the gate again.` };
  }
  if (again.change.verdict === 'slower' && wasSlower) {
    return { state: 'regression', reason: `${seen}, and again (${shown(again.change)}).` };
  }
  if (isSuspicious(again)) {
    return {
      state: 'inconclusive',
      reason: `${seen}; measured again: ${shown(again.change)}. Give it more rounds with --rounds or --budget.`,
    };
  }
  return { state: 'pass', reason: `${seen}, and not so again: ${shown(again.change)}.` };
}

function shown({ change: { estimate, low, high } }: ChangeRecord): string {
  if (low === null || high === null) return `${formatRatio(estimate)}x, without an interval`;
  return `${formatRatio(estimate)}x [${formatRatio(low, estimate)}, ${formatRatio(high, estimate)}]`;
}
