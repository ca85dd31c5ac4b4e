/** Everything before the first copy: probing, fixtures, ballast, plan, and the doubts known by then. */
import { provideFixtures, type ProvidedFixture } from '../../../fixtures/provide.js';
import type { Addon } from '../../binding/addon.js';
import { loadAddon } from '../../binding/load.js';
import type { RunOptions } from '../../config/run-options.js';
import { systemClock } from '../../core/clock.js';
import { formatDuration } from '../../core/units.js';
import { describeMachine } from '../../machine/describe.js';
import { examine } from '../../machine/examine.js';
import type { Machine } from '../../machine/machine.js';
import { SystemFiles } from '../../machine/system-files.js';
import { planScenarios, type ScenarioPlan } from '../../measure/plan.js';
import type { Workspace } from '../../measure/workspace.js';
import type { RunStore } from '../../results/store.js';
import type { Progress } from '../progress.js';
import type { Work } from './choose-work.js';
import { headingOf } from './heading.js';
import { Journal } from './journal.js';
import { prepareBallast, type PreparedBallast } from './prepare-ballast.js';
import { prepareRoutes } from './prepare-routes.js';
import { stampOf, warningsAtBeginning } from './run-warnings.js';

/** What a run has once its directories are open. */
export interface Stage {
  options: RunOptions;
  command: string;
  progress: Progress;
  /** UV_THREADPOOL_SIZE, for the record. */
  threadPoolSize: string | undefined;
  startedAt: Date;
  runId: string;
  work: Work;
  workspace: Workspace;
  store: RunStore;
}

/** What a run has when it can begin to copy. */
export interface Prepared {
  plans: ScenarioPlan[];
  fixtures: ProvidedFixture[];
  /** What identified each fixture before the run, by path. */
  stamps: ReadonlyMap<string, string>;
  ballast: PreparedBallast;
  journal: Journal;
  machine: Machine;
  /** Undefined where it is not built. */
  addon: Addon | undefined;
  /** Monotonic time at which preparation began, nanoseconds. */
  runBeganNs: number;
}

/**
 * Prepares a run.
 *
 * @throws HarnessError `E_USAGE` when the reference does not work here; `E_FIXTURE_SPACE`; `E_BALLAST`
 */
export async function prepare(stage: Stage): Promise<Prepared> {
  const { options, work, workspace, progress, store } = stage;
  const runBeganNs = systemClock.monotonicNs();
  const loaded = loadAddon();
  const addonMissing = loaded.ok ? undefined : loaded.reason;
  const machine = await examined(describeMachine(workspace.directory), stage);
  const { routes, warnings: refusals } = await prepareRoutes(work.scenarios, workspace.copies);
  const fixtures = await prepareFixtures(work, workspace, progress);
  const ballast = await prepareBallast({
    choice: options.ballast,
    largestBytes: work.largest.sizeBytes,
    machine,
    addonMissing,
  });
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const heading = headingOf(stage, { machine, ballast: ballast.record, seed });
  const journal = new Journal(heading, store, runBeganNs);
  const warnings = warningsAtBeginning({ ...work, ...workspace, machine, addonMissing });
  for (const warning of [...refusals, ...warnings, ...ballast.warnings]) journal.warn(warning);
  journal.preparationEnds();
  return {
    plans: planScenarios({ ...work, routes, seed }),
    fixtures,
    stamps: await stampsOf(fixtures),
    ballast,
    journal,
    machine,
    addon: loaded.ok ? loaded.addon : undefined,
    runBeganNs,
  };
}

/** The machine with what every check of it found. */
async function examined(machine: Machine, { threadPoolSize }: Stage): Promise<Machine> {
  const { path: directory } = machine.directory;
  const checks = await examine({ directory, files: new SystemFiles(), threadPoolSize });
  return { ...machine, checks };
}

async function prepareFixtures(
  { fixtures, largest }: Work,
  { directory }: Workspace,
  progress: Progress,
): Promise<ProvidedFixture[]> {
  const names = fixtures.map(({ name }) => name).join(', ');
  progress.say(`Fixtures ${names} in ${directory}`);
  const provided = await provideFixtures(directory, fixtures, largest.sizeBytes);
  for (const { fixture, made, elapsedNs } of provided) {
    if (made)
      progress.say(`  made ${fixture.name} in ${formatDuration(elapsedNs)}: ${made.reason}`);
  }
  return provided;
}

async function stampsOf(fixtures: readonly ProvidedFixture[]): Promise<Map<string, string>> {
  const stamps = new Map<string, string>();
  for (const fixture of fixtures) stamps.set(fixture.path, await stampOf(fixture));
  return stamps;
}
