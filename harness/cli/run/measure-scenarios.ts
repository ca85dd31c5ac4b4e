/** Runs the scenarios one after the other and writes down what each of them showed. */
import type { ProvidedFixture } from '../../../fixtures/provide.js';
import type { Addon } from '../../binding/addon.js';
import type { RunOptions } from '../../config/run-options.js';
import type { Clock } from '../../core/clock.js';
import type { Machine } from '../../machine/machine.js';
import { compiledPath } from '../../core/package-root.js';
import { shareOf } from '../../measure/budget.js';
import { NOTHING } from '../../measure/earlier.js';
import type { DisturbanceWatch } from '../../measure/observer.js';
import type { LineCommand } from '../../measure/line-process.js';
import type { Arm, ScenarioPlan } from '../../measure/plan.js';
import { Deadlines } from '../../measure/deadline.js';
import { runScenario } from '../../measure/scheduler.js';
import { WorkerProcess, type Worker } from '../../measure/worker-process.js';
import type { Workspace } from '../../measure/workspace.js';
import { earlierOf, type EarlierRun } from '../../results/earlier-run.js';
import { scenarioWarnings } from '../../results/scenario-warnings.js';
import { summariseScenario } from '../../results/summarise-scenario.js';
import type { OpenRoute } from '../../routes/route.js';
import type { Progress } from '../progress.js';
import type { Work } from './choose-work.js';
import type { Journal } from './journal.js';
import { openRoute } from './open-route.js';
import { budgetSpentNs, seamIn } from './resume.js';
import { watch } from './watch.js';

export interface Measurement {
  plans: readonly ScenarioPlan[];
  fixtures: readonly ProvidedFixture[];
  workspace: Workspace;
  journal: Journal;
  progress: Progress;
  addon: Addon | undefined;
  clock: Clock;
  disturbances: DisturbanceWatch;
  signal: AbortSignal;
  options: RunOptions;
  work: Work;
  machine: Machine;
  runBeganNs: number;
  /** The run that is gone on with. */
  earlier?: EarlierRun | undefined;
}

/** Measures every scenario until the budget is spent or the signal comes. */
export async function measureScenarios(measurement: Measurement): Promise<void> {
  const { plans, journal, clock, signal, options, machine, earlier, disturbances } = measurement;
  const { precision, margin } = options;
  const beganNs = clock.monotonicNs() - (earlier ? budgetSpentNs(earlier) : 0);
  const budgetEndsNs = beganNs + measurement.work.budgetNs;
  const deadlines = new Deadlines();
  const observer = watch({ ...measurement, deadlines, beganNs, budgetEndsNs });
  const open = plans.filter((plan) => !journal.hasConcluded(plan));
  for (const [index, plan] of open.entries()) {
    if (signal.aborted) return;
    const now = clock.monotonicNs();
    const begun = earlier ? earlierOf(earlier, plan.id) : NOTHING;
    if (plan !== plans[0] && begun.samples.length === 0 && now >= budgetEndsNs) {
      leaveOut(plan, journal);
      continue;
    }
    if (earlier && index === 0) await journal.resumed(seamIn(plan, earlier, clock.now()));
    const route = openRoute(plan, measurement);
    const run = await using(route, (opened) =>
      runScenario(
        plan,
        {
          startWorker: opened.startWorker ?? ((arm) => startWorker(arm, deadlines)),
          takeSample: opened.takeSample,
          ...(opened.askOthers && { askOthers: opened.askOthers }),
          ...(opened.countCalls && { countCalls: opened.countCalls }),
          observer,
          clock,
          disturbances,
          signal,
          precision,
          shareEndsNs: now + shareOf(open.slice(index), budgetEndsNs - now),
          budgetEndsNs,
        },
        begun,
      ),
    );
    const record = summariseScenario(run, margin, route.facts(), machine.virtualisation !== null);
    for (const warning of scenarioWarnings(run, record, { precision, cores: machine.cpu.cores }))
      journal.warn(warning);
    await journal.conclude(record, run.startedNs);
  }
}

/** Closes the route when `work` is over, however it ends. */
async function using<T>(route: OpenRoute, work: (route: OpenRoute) => Promise<T>): Promise<T> {
  try {
    return await work(route);
  } finally {
    await route.close();
  }
}

/** A collection is asked for before every copy, so that none happens during one. A peer is its own worker. */
function startWorker({ strategy, command }: Arm, { copyMs }: Deadlines): Promise<Worker> {
  const program = command ?? strategy.worker ?? workerCommand(strategy.name);
  return WorkerProcess.start(program, { copyMs });
}

/** A worker of this build under this Node. */
export function workerCommand(strategy: string, ...more: readonly string[]): LineCommand {
  return {
    file: process.execPath,
    args: ['--expose-gc', compiledPath('harness/measure/worker.js'), strategy, ...more],
  };
}

function leaveOut(plan: ScenarioPlan, journal: Journal): void {
  journal.warn({
    code: 'scenario-left-out',
    scenario: plan.id,
    message: `The time budget was spent before ${plan.id} was begun.`,
    remedy: 'Give it more time with --budget, or measure it alone with --sizes.',
  });
}
