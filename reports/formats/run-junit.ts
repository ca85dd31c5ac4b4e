/** A run as JUnit XML: a suite a scenario, a test case a strategy, and a suite for the run as a whole. */
import { formatDuration } from '../../harness/core/units.js';
import type { RunRecord, ScenarioRecord, StrategyRecord } from '../../harness/results/record.js';
import type { Warning } from '../../harness/results/warning.js';
import { formatEstimate } from '../estimate.js';
import { plainSpaces } from '../plain-spaces.js';
import { renderJunit, type TestCase, type TestSuite } from './junit.js';

/** The time of a test case is the median of one copy. A measured strategy passes, however slow it is. */
export function renderRunJunit(record: RunRecord): string {
  const { tool, options, machine, startedAt, scenarios } = record;
  return renderJunit({
    name: `${tool.name} ${options.suite}`,
    hostname: machine.hostname,
    startedAt,
    suites: [runSuite(record), ...scenarios.map((scenario) => scenarioSuite(scenario, record))],
  });
}

/** Without it a run that measured nothing would have no test case at all, which CI takes for success. */
function runSuite(record: RunRecord): TestSuite {
  const { tool, options, machine, warnings, scenarios } = record;
  const known = new Set(scenarios.map(({ id }) => id));
  const elsewhere = warnings.filter(({ scenario }) => !known.has(scenario ?? ''));
  return {
    name: 'run',
    properties: {
      version: tool.version,
      command: options.command,
      seed: options.seed,
      fingerprint: machine.fingerprint,
      kernel: machine.os.kernel,
      filesystem: machine.directory.filesystem,
      node: machine.runtime.node,
    },
    cases: [finished(record), measured(record), ...elsewhere.filter(isLeftOut).map(leftOut)],
    doubts: elsewhere.map(doubt),
  };
}

function finished({ interrupted }: RunRecord): TestCase {
  return {
    name: 'finished',
    outcome: interrupted ? 'error' : 'passed',
    text: interrupted ? 'The run was interrupted: not everything was measured.' : 'It was.',
  };
}

function measured({ scenarios }: RunRecord): TestCase {
  const count = scenarios
    .flatMap(({ strategies }) => strategies)
    .filter(({ outcome }) => outcome === 'measured').length;
  return {
    name: 'measured',
    outcome: count === 0 ? 'error' : 'passed',
    text: count === 0 ? 'Nothing was measured.' : `Figures: ${count}.`,
  };
}

function isLeftOut({ code }: Warning): boolean {
  return code === 'scenario-left-out';
}

function leftOut(warning: Warning): TestCase {
  return { name: warning.scenario ?? warning.code, outcome: 'skipped', text: doubt(warning) };
}

function scenarioSuite(scenario: ScenarioRecord, { warnings }: RunRecord): TestSuite {
  const { id, route, fixture, sizeBytes, cache, reference, rounds, stopped, control } = scenario;
  return {
    name: id,
    properties: {
      route,
      fixture,
      sizeBytes,
      cache,
      reference,
      rounds,
      stopped,
      control: control && plainSpaces(formatEstimate(control.speedup)),
    },
    cases: scenario.strategies.map(strategyCase),
    doubts: warnings.filter((warning) => warning.scenario === id).map(doubt),
  };
}

function strategyCase(strategy: StrategyRecord): TestCase {
  const { name } = strategy;
  if (strategy.outcome === 'unsupported')
    return { name, outcome: 'skipped', text: strategy.reason };
  if (strategy.outcome === 'failed') return { name, outcome: 'failure', text: strategy.reason };
  const { medianNs, samples, speedup, verdict } = strategy;
  const said = [
    `median ${formatDuration(medianNs)} of ${samples} samples`,
    ...(speedup ? [plainSpaces(formatEstimate(speedup))] : []),
    ...(verdict ? [verdict] : []),
  ];
  return { name, seconds: medianNs / 1e9, outcome: 'passed', text: said.join(', ') };
}

function doubt({ code, strategy, message, remedy }: Warning): string {
  return `${code}${strategy === undefined ? '' : ` (${strategy})`}: ${message} ${remedy}`;
}
