/** The gate's decision over all cells: states, outcome, exit status, and the sentences that say why. */
import type { ScenarioTimes } from '../pass-times.js';
import { decideCell, isSuspicious } from './decide-cell.js';
import type { CellRecord, GateOutcome, GateScenario } from './gate-record.js';
import type { GateRules } from './gate-rules.js';
import { candidates, judgePass, type JudgedCell, type PassPair } from './judge-pass.js';
import { controlNoise, whyVoid } from './noise.js';
import { uniformChange } from './uniform-change.js';

export interface GateQuestion extends GateRules {
  first: PassPair;
  /** Undefined where nothing was suspicious, or the run was cut short. */
  confirmation: PassPair | undefined;
  /** What happened to the machine while a scenario was measured, by scenario id. */
  disturbances: ReadonlyMap<string, string>;
}

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

/** Scenarios of a pass that cannot be judged, by id, with the reason. */
export function voidScenarios(
  { now }: PassPair,
  { margin }: GateRules,
  disturbances: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const found = new Map<string, string>();
  for (const scenario of now) {
    const why = disturbances.get(scenario.id) ?? whyVoid(scenario, margin);
    if (why !== null) found.set(scenario.id, why);
  }
  return found;
}

/** Strategies to measure again, by scenario id. */
export function suspects(pass: PassPair, rules: GateRules): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const cell of judgePass(pass, rules).filter(isSuspicious)) {
    found.set(cell.scenario, [...(found.get(cell.scenario) ?? []), cell.strategy]);
  }
  return found;
}

/** Decides. The same question gives the same decision. */
export function decide(question: GateQuestion): Decision {
  const { first, confirmation, disturbances } = question;
  const voids = voidScenarios(first, question, disturbances);
  const judged = judgePass(first, question);
  // A confirmation whose control is off confirms nothing.
  const voidAgain = confirmation
    ? voidScenarios(confirmation, question, disturbances)
    : new Map<string, string>();
  const again = (confirmation ? judgePass(confirmation, question) : []).filter(
    ({ scenario }) => !voidAgain.has(scenario),
  );
  const ids = [...new Set([...first.before, ...first.now].map(({ id }) => id))];
  const places = ids.map((id) => ({
    id,
    before: first.before.find((scenario) => scenario.id === id),
    now: first.now.find((scenario) => scenario.id === id),
  }));
  const cells = places.flatMap((place) =>
    cellsOf(place, { question, voids, judged, again, voidAgain }),
  );
  const scenarios = places.flatMap(({ id, before, now }) => {
    const scenario = now ?? before;
    return scenario
      ? [scenarioOf(question, { id, before, now, scenario }, voids.get(id) ?? null)]
      : [];
  });
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

interface Judged {
  question: GateQuestion;
  voids: ReadonlyMap<string, string>;
  judged: readonly JudgedCell[];
  again: readonly JudgedCell[];
  voidAgain: ReadonlyMap<string, string>;
}

function cellsOf(
  { id, before, now }: Place,
  { question: { measure, margin }, voids, judged, again, voidAgain }: Judged,
): CellRecord[] {
  const scenario = now ?? before;
  if (!scenario) return [];
  const sides = [before, now].flatMap((side) => (side ? candidates(side, measure) : []));
  return [...new Set(sides.map(({ name }) => name))].map((strategy) => {
    const isIt = (cell: JudgedCell): boolean => cell.scenario === id && cell.strategy === strategy;
    const armIn = (side: ScenarioTimes | undefined) =>
      side?.arms.find(({ name }) => name === strategy);
    const first = judged.find(isIt);
    const confirmation = again.find(isIt);
    const evidence = {
      before: armIn(before),
      now: armIn(now),
      isMeasured: now !== undefined,
      void: voids.get(id) ?? null,
      confirmationVoid: voidAgain.get(id) ?? null,
    };
    return {
      scenario: id,
      route: scenario.route,
      fixture: scenario.fixture,
      strategy,
      label: (evidence.now ?? evidence.before)?.label ?? strategy,
      measure: measure === 'ratio' ? 'ratio' : 'time',
      ...decideCell({ ...evidence, first, confirmation }),
      margin: first?.margin ?? margin,
      first: first?.change ?? null,
      confirmation: confirmation?.change ?? null,
      beforeMedianNs: first?.compared.beforeMedianNs ?? null,
      nowMedianNs: first?.compared.nowMedianNs ?? null,
    };
  });
}

function scenarioOf(
  { measure, margin, sameMachine, bound }: GateRules,
  { id, before, now, scenario }: Place & { scenario: ScenarioTimes },
  why: string | null,
): GateScenario {
  const uniform =
    before && now && measure !== 'paired'
      ? uniformChange(before, now, { margin, sameMachine, bound })
      : { reference: null, overMemory: null, sentence: null };
  return {
    id,
    reference: scenario.reference,
    void: why,
    noiseBefore: before ? controlNoise(before) : null,
    noiseNow: now ? controlNoise(now) : null,
    referenceChange: uniform.reference,
    referenceOverMemoryChange: uniform.overMemory,
    uniform: uniform.sentence,
  };
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
      return `Inconclusive: ${count('inconclusive')} of ${of} were too noisy to tell.`;
    case 'empty':
      return 'Nothing was compared: no cell has a figure both before and now.';
    default:
      return `Pass: none of ${of} became slower; ${count('improvement')} became faster.`;
  }
}
