/** The gate's decision over all cells: states, outcome, exit status, and the sentences that say why. */
import type { ArmTimes, ScenarioTimes } from '../pass-times.js';
import { decideCell } from './decide-cell.js';
import type { CellRecord, GateOutcome, GateScenario } from './gate-record.js';
import type { GateRules } from './gate-rules.js';
import { candidates, type JudgedCell } from './judge-pass.js';
import { controlNoise } from './noise.js';
import { isSameCell, judged, standingCells, type Evidence } from './procedure.js';
import { uniformChange } from './uniform-change.js';

export interface Decision {
  cells: CellRecord[];
  scenarios: GateScenario[];
  outcome: GateOutcome;
  exitStatus: number;
  sentence: string;
  reasons: string[];
}

/** Exit statuses by outcome; docs/gate.md says what to do about each. */
export const GATE_EXIT: Readonly<Record<GateOutcome, number>> = {
  pass: 0,
  regression: 1,
  inconclusive: 3,
  void: 3,
  empty: 4,
};

/** Decides. The same evidence gives the same decision. */
export function decide(rules: GateRules, evidence: Evidence): Decision {
  const { before, now } = evidence.first.pair;
  const ids = [...new Set([...before, ...now].map(({ id }) => id))];
  const places = ids.map((id) => ({ id, before: inPass(before, id), now: inPass(now, id) }));
  const known: Known = { rules, evidence, standing: standingCells(evidence) };
  const cells = places.flatMap((place) => cellsOf(place, known));
  const scenarios = places.flatMap((place) => scenarioOf(place, known));
  const outcome = outcomeOf(cells);
  return {
    cells,
    scenarios,
    outcome,
    exitStatus: GATE_EXIT[outcome],
    sentence: sentenceOf(outcome, cells),
    reasons: [
      ...cells
        .filter(({ state }) => state !== 'pass' && state !== 'void')
        .map(
          ({ strategy, route, fixture, reason }) => `${strategy}, ${route}, ${fixture}: ${reason}`,
        ),
      ...scenarios.flatMap(({ id, void: why }) => (why === null ? [] : [`${id} is void: ${why}.`])),
      ...scenarios.flatMap(({ uniform }) => uniform ?? []),
    ],
  };
}

interface Place {
  id: string;
  before: ScenarioTimes | undefined;
  now: ScenarioTimes | undefined;
}

interface Known {
  rules: GateRules;
  evidence: Evidence;
  /** The latest word on each cell before its confirmation. */
  standing: readonly JudgedCell[];
}

function inPass(scenarios: readonly ScenarioTimes[], id: string): ScenarioTimes | undefined {
  return scenarios.find((scenario) => scenario.id === id);
}

function cellsOf({ id, before, now }: Place, known: Known): CellRecord[] {
  const { measure, margin } = known.rules;
  const { first, confirmation } = known.evidence;
  const scenario = now ?? before;
  if (!scenario) return [];
  const sides = [before, now].flatMap((side) => (side ? candidates(side, measure) : []));
  return [...new Set(sides.map(({ name }) => name))].map((strategy) => {
    const isIt = (cell: JudgedCell): boolean => isSameCell(cell, { scenario: id, strategy });
    const screening = first.cells.find(isIt);
    const standing = known.standing.find(isIt);
    const again = confirmation && judged(confirmation).find(isIt);
    const arms = { before: armIn(before, strategy), now: armIn(now, strategy) };
    return {
      scenario: id,
      route: scenario.route,
      fixture: scenario.fixture,
      strategy,
      label: (arms.now ?? arms.before)?.label ?? strategy,
      measure: measure === 'ratio' ? 'ratio' : 'time',
      ...decideCell({
        ...arms,
        isMeasured: now !== undefined,
        void: first.voids.get(id) ?? null,
        standing,
        confirmation: again,
        inVain: whyInVain(known.evidence, id, strategy),
      }),
      margin: standing?.margin ?? margin,
      screening: screening === standing ? null : (screening?.change ?? null),
      first: standing?.change ?? null,
      confirmation: again?.change ?? null,
      beforeMedianNs: standing?.compared.beforeMedianNs ?? null,
      nowMedianNs: standing?.compared.nowMedianNs ?? null,
    };
  });
}

function armIn(side: ScenarioTimes | undefined, strategy: string): ArmTimes | undefined {
  return side?.arms.find(({ name }) => name === strategy);
}

/** Why the last pass that asked for this cell has nothing to say of it, or null. */
function whyInVain(
  { sharper, confirmation }: Evidence,
  id: string,
  strategy: string,
): string | null {
  const asked = [confirmation, sharper].find(
    (pass) => pass && armIn(inPass(pass.pair.now, id), strategy),
  );
  if (!asked) return null;
  const { before, now } = asked.pair;
  const broken = [now, before]
    .map((side) => armIn(inPass(side, id), strategy))
    .find((arm) => arm && arm.outcome !== 'measured');
  if (!broken) return asked.voids.get(id) ?? null;
  const what = broken.outcome === 'failed' ? 'it failed there' : 'it is unsupported there';
  return `${what}: ${broken.reason ?? 'no reason given'}`;
}

function scenarioOf(
  { id, before, now }: Place,
  { rules: { measure, margin, sameMachine, bound }, evidence }: Known,
): GateScenario[] {
  const scenario = now ?? before;
  if (!scenario) return [];
  const uniform =
    before && now && measure !== 'paired'
      ? uniformChange(before, now, { margin, sameMachine, bound })
      : { reference: null, overMemory: null, sentence: null };
  return [
    {
      id,
      reference: scenario.reference,
      void: evidence.first.voids.get(id) ?? null,
      noiseBefore: before ? controlNoise(before) : null,
      noiseNow: now ? controlNoise(now) : null,
      referenceChange: uniform.reference,
      referenceOverMemoryChange: uniform.overMemory,
      uniform: uniform.sentence,
    },
  ];
}

/** Never green by what is not there: a missing cell fails, and nothing compared is no pass. */
function outcomeOf(cells: readonly CellRecord[]): GateOutcome {
  const has = (state: CellRecord['state']): boolean => cells.some((cell) => cell.state === state);
  if (has('regression') || has('missing')) return 'regression';
  if (has('void')) return 'void';
  if (has('inconclusive')) return 'inconclusive';
  return has('pass') || has('improvement') ? 'pass' : 'empty';
}

function sentenceOf(outcome: GateOutcome, cells: readonly CellRecord[]): string {
  const count = (state: CellRecord['state']): number =>
    cells.filter((cell) => cell.state === state).length;
  const of = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
  switch (outcome) {
    case 'regression':
      return `Regression: ${count('regression')} of ${of} became slower, ${count('missing')} have no figure any more.`;
    case 'void':
      return `Void: ${count('void')} of ${of} cannot be judged, because the machine was not quiet enough.`;
    case 'inconclusive':
      return `Inconclusive: ${count('inconclusive')} of ${of} cannot be told.`;
    case 'empty':
      return 'Nothing was compared: no cell has a figure both before and now.';
    default:
      return `Pass: none of ${of} became slower; ${count('improvement')} became faster.`;
  }
}
