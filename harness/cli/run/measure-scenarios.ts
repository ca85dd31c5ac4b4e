/** Runs the scenarios, one group after the other, and writes down what each of them showed. */
import type { Addon } from '../../binding/addon.js';
import type { RunOptions } from '../../config/run-options.js';
import type { Clock } from '../../core/clock.js';
import type { Machine } from '../../machine/machine.js';
import { compiledPath } from '../../core/package-root.js';
import { thenClear } from '../../core/then-clear.js';
import { shareOf } from '../../measure/budget.js';
import { NOTHING, type Earlier } from '../../measure/earlier.js';
import type { DisturbanceWatch, Observer } from '../../measure/observer.js';
import type { LineCommand } from '../../measure/line-process.js';
import { groupsOf, type Arm, type ScenarioPlan } from '../../measure/plan.js';
import { Deadlines } from '../../measure/deadline.js';
import { runTogether, type Cell } from '../../measure/scheduler.js';
import { WorkerProcess, type Worker } from '../../measure/worker-process.js';
import { earlierOf, type EarlierRun } from '../../results/earlier-run.js';
import { scenarioWarnings } from '../../results/scenario-warnings.js';
import { summariseScenario } from '../../results/summarise-scenario.js';
import type { OpenRoute } from '../../routes/route.js';
import type { Progress } from '../progress.js';
import type { Pins } from './choose-pins.js';
import type { Work } from './choose-work.js';
import type { DirectoriesUnderTest } from './directories.js';
import type { Journal } from './journal.js';
import { openRoute } from './open-route.js';
import type { FixturesByDirectory } from './prepare-fixtures.js';
import { budgetSpentNs, seamIn } from './resume.js';
import { watch } from './watch.js';

export interface Measurement {
  plans: readonly ScenarioPlan[];
  fixtures: FixturesByDirectory;
  directories: DirectoriesUnderTest;
  journal: Journal;
  progress: Progress;
  addon: Addon | undefined;
  clock: Clock;
  disturbances: DisturbanceWatch;
  signal: AbortSignal;
  options: RunOptions;
  work: Work;
  machine: Machine;
  pins: Pins | null;
  runBeganNs: number;
  /** Whether a lost ground ends the run, instead of failing whoever stands on it. */
  endsWithGround: boolean;
  /** The run that is gone on with. */
  earlier?: EarlierRun | undefined;
}

/** Measures every scenario until the budget is spent or the signal comes. */
export async function measureScenarios(measurement: Measurement): Promise<void> {
  const { plans, journal, clock, signal, earlier } = measurement;
  const beganNs = clock.monotonicNs() - (earlier ? budgetSpentNs(earlier) : 0);
  const budgetEndsNs = beganNs + measurement.work.budgetNs;
  const deadlines = new Deadlines();
  const observer = watch({ ...measurement, deadlines, beganNs, budgetEndsNs });
  const open = groupsOf(plans.filter((plan) => !journal.hasConcluded(plan)));
  for (const [index, group] of open.entries()) {
    if (signal.aborted) return;
    const now = clock.monotonicNs();
    const begun = (plan: ScenarioPlan): Earlier =>
      earlier ? earlierOf(earlier, plan.id) : NOTHING;
    const isNew = group.every((plan) => plan !== plans[0] && begun(plan).samples.length === 0);
    if (isNew && now >= budgetEndsNs) {
      for (const plan of group) leaveOut(plan, journal);
      continue;
    }
    if (earlier && index === 0) {
      const [first] = group;
      const resumed = group.filter((plan) => plan === first || begun(plan).samples.length > 0);
      for (const plan of resumed) await journal.resumed(seamIn(plan, earlier, clock.now()));
    }
    const shareEndsNs = now + shareOf(open.slice(index), budgetEndsNs - now);
    await measureGroup(group, begun, {
      ...measurement,
      deadlines,
      observer,
      shareEndsNs,
      budgetEndsNs,
    });
  }
}

interface GroupMeasurement extends Measurement {
  deadlines: Deadlines;
  observer: Observer;
  shareEndsNs: number;
  budgetEndsNs: number;
}

/** Measures scenarios whose rounds are interleaved, and concludes them. */
async function measureGroup(
  group: readonly ScenarioPlan[],
  begun: (plan: ScenarioPlan) => Earlier,
  measurement: GroupMeasurement,
): Promise<void> {
  const { journal, machine, options } = measurement;
  const { precision, margin } = options;
  const { runs, facts } = await withRoutes(group, measurement, async (routes) => ({
    runs: await runTogether(
      group.map((plan, index) => cellOf(plan, routes[index]!, begun(plan), measurement)),
    ),
    facts: routes.map((route) => route.facts()),
  }));
  for (const [index, run] of runs.entries()) {
    const isVirtual = machine.virtualisation !== null;
    const record = summariseScenario(run, margin, facts[index], isVirtual);
    for (const warning of scenarioWarnings(run, record, { precision, cores: machine.cpu.cores }))
      journal.warn(warning);
    await journal.conclude(record, run);
  }
}

function cellOf(
  plan: ScenarioPlan,
  opened: OpenRoute,
  earlier: Earlier,
  measurement: GroupMeasurement,
): Cell {
  const { observer, clock, disturbances, signal, options } = measurement;
  const { shareEndsNs, budgetEndsNs } = measurement;
  const context = {
    startWorker: opened.startWorker ?? ((arm: Arm) => startWorker(arm, measurement)),
    takeSample: opened.takeSample,
    ...(opened.askOthers && { askOthers: opened.askOthers }),
    ...(opened.countCalls && { countCalls: opened.countCalls }),
    ...(opened.countEvents && { countEvents: opened.countEvents }),
    observer,
    clock,
    disturbances,
    signal,
    precision: options.precision,
    shareEndsNs,
    budgetEndsNs,
  };
  return { plan, context, earlier };
}

/** Opens the route of each plan, and closes them all when `work` is over, however it ends. */
async function withRoutes<T>(
  plans: readonly ScenarioPlan[],
  measurement: GroupMeasurement,
  work: (routes: readonly OpenRoute[]) => Promise<T>,
): Promise<T> {
  const routes: OpenRoute[] = [];
  return thenClear(
    () => {
      for (const plan of plans) routes.push(openRoute(plan, measurement));
      return work(routes);
    },
    async () => {
      for (const route of routes) await route.close();
    },
  );
}

/** A collection is asked for before every copy, so that none happens during one. A peer is its own worker. */
function startWorker(
  { strategy, command }: Arm,
  { pins, deadlines, work }: Pick<GroupMeasurement, 'pins' | 'deadlines' | 'work'>,
): Promise<Worker> {
  const program = command ?? strategy.worker ?? workerCommand(strategy.name);
  const watching = work.suite.explains === false ? { eventLoop: false } : {};
  return WorkerProcess.start(
    { ...program, cpus: pins?.workers },
    { copyMs: deadlines.copyMs },
    watching,
  );
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
