/** A gate as JUnit XML: a suite a scenario, a test case a cell, and a suite for the decision as a whole. */
import type {
  CellRecord,
  CellState,
  GateOutcome,
  GateRecord,
  GateScenario,
} from '../../harness/results/gate/gate-record.js';
import { formatEstimate } from '../estimate.js';
import { plainSpaces } from '../plain-spaces.js';
import { renderJunit, type TestCase, type TestSuite } from './junit.js';

/** What could not be told is skipped: the decision says whether that is good enough. */
const OUTCOME_OF_CELL: Readonly<Record<CellState, TestCase['outcome']>> = {
  pass: 'passed',
  improvement: 'passed',
  regression: 'failure',
  inconclusive: 'skipped',
  missing: 'error',
  new: 'skipped',
  void: 'error',
};

const OUTCOME_OF_GATE: Readonly<Record<GateOutcome, TestCase['outcome']>> = {
  pass: 'passed',
  regression: 'failure',
  inconclusive: 'error',
  void: 'error',
  empty: 'error',
};

/** The time of a test case is the median of one copy now. */
export function renderGateJunit(gate: GateRecord): string {
  const { tool, suite, machine, startedAt, scenarios } = gate;
  return renderJunit({
    name: `${tool.name} gate ${suite}`,
    hostname: machine.hostname,
    startedAt,
    suites: [decisionSuite(gate), ...scenarios.map((scenario) => scenarioSuite(scenario, gate))],
  });
}

/** Without it a gate that compared nothing would have no test case at all, which CI takes for success. */
function decisionSuite(gate: GateRecord): TestSuite {
  const { mode, outcome, exitStatus, sentence, reasons, command, seed, margin, warnings } = gate;
  const known = new Set(gate.scenarios.map(({ id }) => id));
  return {
    name: 'gate',
    properties: { mode, outcome, exitStatus, command, seed, margin },
    cases: [
      {
        name: 'decision',
        outcome: OUTCOME_OF_GATE[outcome],
        text: [sentence, ...reasons].join('\n'),
      },
    ],
    doubts: warnings
      .filter(({ scenario }) => !known.has(scenario ?? ''))
      .map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
  };
}

function scenarioSuite(scenario: GateScenario, { cells, warnings }: GateRecord): TestSuite {
  const { id, reference, noiseNow, uniform } = scenario;
  return {
    name: id,
    properties: { reference, noiseNow },
    cases: cells.filter((cell) => cell.scenario === id).map(cellCase),
    doubts: [
      ...[scenario.void, uniform].filter((sentence) => sentence !== null),
      ...warnings
        .filter((warning) => warning.scenario === id)
        .map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
    ],
  };
}

function cellCase({ strategy, state, reason, first, confirmation, nowMedianNs }: CellRecord) {
  const passes = { change: first, confirmation };
  const changes = Object.entries(passes).flatMap(([name, pass]) =>
    pass ? [`${name}: ${plainSpaces(formatEstimate(pass.change))}, ${pass.rounds} rounds`] : [],
  );
  return {
    name: strategy,
    seconds: nowMedianNs === null ? undefined : nowMedianNs / 1e9,
    outcome: OUTCOME_OF_CELL[state],
    text: [`${state}: ${reason}`, ...changes].join('\n'),
  };
}
