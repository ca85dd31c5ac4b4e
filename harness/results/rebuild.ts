/** The record of a run that was killed, as far as its samples go: the scenario it was in is summarised as it stands. */
import { earlierOf, spentNs, type EarlierRun } from './earlier-run.js';
import type { RunRecord } from './record.js';
import { orderSoFar } from '../measure/earlier.js';
import type { ScenarioPlan } from '../measure/plan.js';
import type { ScenarioRun } from '../measure/scheduler.js';
import { scenarioWarnings } from './scenario-warnings.js';
import { summariseScenario } from './summarise-scenario.js';
import type { Warning } from './warning.js';

/** Computed from what is there alone: reading it twice gives the same record. */
export function rebuildRecord(left: EarlierRun): RunRecord {
  const { plan, continued } = left;
  const { margin, precision } = plan.heading.options;
  const { cores } = plan.heading.machine.cpu;
  const concluded = new Set(continued.scenarios.map(({ id }) => id));
  const open = plan.scenarios
    .filter(({ id }) => !concluded.has(id))
    .map((scenario) => scenarioSoFar(scenario, left))
    .filter(({ samples, failures }) => samples.length + failures.length > 0)
    .map((run) => ({ run, record: summariseScenario(run, margin) }));
  const warnings = [
    ...continued.warnings,
    ...open.flatMap(({ run, record }) => scenarioWarnings(run, record, { precision, cores })),
    killedWarning(
      left,
      open.map(({ run }) => run.samples.length).reduce((a, b) => a + b, 0),
    ),
  ];
  return {
    ...plan.heading,
    finishedAt: endOf(left),
    interrupted: true,
    time: continued.time,
    warnings,
    ...(continued.seams.length > 0 && { seams: [...continued.seams] }),
    scenarios: [...continued.scenarios, ...open.map(({ record }) => record)],
  };
}

function scenarioSoFar(plan: ScenarioPlan, left: EarlierRun): ScenarioRun {
  const { samples, failures } = earlierOf(left, plan.id);
  const order = orderSoFar(plan, { samples, failures });
  return {
    plan,
    samples: [...samples],
    failures: failures.flatMap(({ strategy, round, reason }) => {
      const arm = plan.arms.find(({ name }) => name === strategy);
      return arm ? [{ arm, round, reason }] : [];
    }),
    order,
    rounds: Math.max(0, order.length - 1),
    stopped: 'interrupted',
    versions: new Map(),
    calls: new Map(),
    events: new Map(),
    clients: new Map(),
    startedNs: 0,
    explainedNs: 0,
  };
}

/** The last moment of which a sample tells. */
function endOf(left: EarlierRun): string {
  const beganMs = Date.parse(left.plan.heading.startedAt);
  return new Date(beganMs + Math.round(spentNs(left) / 1e6)).toISOString();
}

function killedWarning({ truncated, directory }: EarlierRun, samples: number): Warning {
  const cut = truncated ? ', and the last line was cut off' : '';
  return {
    code: 'samples-truncated',
    message: `The run was killed: ${samples} samples of a scenario that was not finished are shown as far as they go${cut}.`,
    remedy: `Go on where it ended with \`copybench run --resume ${directory}\`.`,
  };
}
