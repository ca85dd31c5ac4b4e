/** What the gate makes of one cell, from what its passes say. */
import { formatPercent, formatRatio } from '../../core/units.js';
import type { ArmTimes } from '../pass-times.js';
import type { EstimateRecord } from '../record.js';
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
  /** The latest word on it before a confirmation. */
  standing: JudgedCell | undefined;
  /** What a pass with fresh workers saw of what was slower; undefined where none was made, or it was void. */
  confirmation: JudgedCell | undefined;
  /** Why a later pass has nothing to say of it: void, or the strategy failed there; null where neither is so. */
  inVain: string | null;
}

export interface CellDecision {
  state: CellState;
  reason: string;
}

/** Only what is slower twice is a regression; a cell without a figure never passes. */
export function decideCell(evidence: CellEvidence): CellDecision {
  const { standing } = evidence;
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
  if (!standing) {
    return { state: 'missing', reason: 'It has no round in common with its reference.' };
  }
  if (standing.contestedBy) return contested(standing.contestedBy, seenSlower(standing));
  if (standing.change.verdict === 'slower') return afterConfirmation(standing, evidence);
  return isBlunt(standing) ? tooNoisy(standing, evidence) : decideTold(standing);
}

/** The interval is wider than the margin and crosses its upper edge, so that a slowdown could hide in it. */
function isBlunt({ change, isWide, mayBeSlower }: JudgedCell): boolean {
  return change.verdict === 'unclear' && isWide && mayBeSlower;
}

/** A cell whose first word is enough. */
function decideTold({ change, margin, mayBeSlower }: JudgedCell): CellDecision {
  const seen = shown(change);
  if (change.verdict === 'faster') {
    return { state: 'improvement', reason: `Faster: ${seen} the time.` };
  }
  if (change.verdict === 'same') {
    return { state: 'pass', reason: `No change beyond ${formatPercent(margin)}: ${seen}.` };
  }
  if (!mayBeSlower) {
    return { state: 'pass', reason: `No slower by more than ${formatPercent(margin)}: ${seen}.` };
  }
  return {
    state: 'pass',
    reason: `At the edge of the margin of ${formatPercent(margin)}: ${seen}. No more than that is shown.`,
  };
}

function tooNoisy({ change }: JudgedCell, { inVain }: CellEvidence): CellDecision {
  const again = inVain === null ? '' : `, and measured longer in vain: ${withoutStop(inVain)}`;
  return {
    state: 'inconclusive',
    reason: `Too noisy to tell (${shown(change)})${again}. Give it more rounds with --rounds or --budget.`,
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
    reason: `It was measured before, and ${withoutStop(why)}. If that is meant, leave it out with --exclude.`,
  };
}

function afterConfirmation(
  standing: JudgedCell,
  { confirmation: again, inVain }: CellEvidence,
): CellDecision {
  const seen = seenSlower(standing);
  if (!again) {
    const why =
      inVain === null
        ? 'and not measured again'
        : `and measured again in vain: ${withoutStop(inVain)}`;
    return { state: 'inconclusive', reason: `${seen}, ${why}. Run the gate again.` };
  }
  if (again.change.verdict === 'slower') {
    return { state: 'regression', reason: `${seen}, and again (${shown(again.change)}).` };
  }
  if (again.contestedBy) {
    return contested(again.contestedBy, `${seen}; measured again: ${shown(again.change)}`);
  }
  if (isBlunt(again)) {
    return {
      state: 'inconclusive',
      reason: `${seen}; measured again: ${shown(again.change)}. Give it more rounds with --rounds or --budget.`,
    };
  }
  return { state: 'pass', reason: `${seen}, and not so again: ${shown(again.change)}.` };
}

function seenSlower({ change, margin }: JudgedCell): string {
  return `Slower by more than ${formatPercent(margin)} (${shown(change)})`;
}

/** Memory that is slower than it was would explain it. */
function contested(besideBound: EstimateRecord, seen: string): CellDecision {
  return {
    state: 'inconclusive',
    reason:
      `${seen}, but not relative to the bound (${shownEstimate(besideBound)}): memory may be slower now than it was. ` +
      'Run `copybench baseline` again, or compare two builds in the same rounds with --against.',
  };
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function shown({ change }: ChangeRecord): string {
  return shownEstimate(change);
}

function shownEstimate({ estimate, low, high }: EstimateRecord): string {
  if (low === null || high === null) return `${formatRatio(estimate)}x, without an interval`;
  return `${formatRatio(estimate)}x [${formatRatio(low, estimate)}, ${formatRatio(high, estimate)}]`;
}
