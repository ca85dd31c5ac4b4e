/** Everything before the first copy: probing, fixtures, ballast, and the doubts known by then. */
import { provideFixtures, type ProvidedFixture } from '../../../fixtures/provide.js';
import type { Addon } from '../../binding/addon.js';
import { loadAddon } from '../../binding/load.js';
import { systemClock } from '../../core/clock.js';
import { formatDuration } from '../../core/units.js';
import { describeMachine } from '../../machine/describe.js';
import { examine } from '../../machine/examine.js';
import type { Machine } from '../../machine/machine.js';
import { SystemFiles } from '../../machine/system-files.js';
import type { RoutePlan } from '../../measure/plan.js';
import type { Workspace } from '../../measure/workspace.js';
import type { CommitRecord } from '../../results/record-origin.js';
import type { Warning } from '../../results/warning.js';
import type { Progress } from '../progress.js';
import type { Work } from './choose-work.js';
import { currentCommit } from './current-commit.js';
import { prepareBallast, type PreparedBallast } from './prepare-ballast.js';
import { prepareRoutes } from './prepare-routes.js';
import type { Stage } from './stage.js';

/** What a run has when it can begin to copy. */
export interface Prepared {
  routes: RoutePlan[];
  /** One for each route that was left out. */
  refusals: Warning[];
  fixtures: ProvidedFixture[];
  ballast: PreparedBallast;
  machine: Machine;
  /** Of the project that the run was started in, if there is one. */
  commit: CommitRecord | undefined;
  /** Undefined where it is not built; why, is said in `addonMissing`. */
  addon: Addon | undefined;
  addonMissing: string | undefined;
  seed: number;
  /** Monotonic time at which preparation began, nanoseconds. */
  beganNs: number;
}

/**
 * Prepares what `work` needs, and gives the ballast back at its end.
 *
 * @throws HarnessError `E_USAGE` when the reference does not work here; `E_FIXTURE_SPACE`; `E_BALLAST`
 */
export async function withPreparation<T>(
  stage: Stage,
  work: (prepared: Prepared) => Promise<T>,
): Promise<T> {
  const prepared = await prepare(stage);
  try {
    return await work(prepared);
  } finally {
    await prepared.ballast.release();
  }
}

async function prepare(stage: Stage): Promise<Prepared> {
  const { options, work, workspace, progress } = stage;
  const beganNs = systemClock.monotonicNs();
  const loaded = loadAddon();
  const addonMissing = loaded.ok ? undefined : loaded.reason;
  const machine = await examined(describeMachine(workspace.directory), stage);
  const commit = await currentCommit(process.cwd());
  const { routes, warnings: refusals } = await prepareRoutes(work.scenarios, workspace.copies);
  const fixtures = await prepareFixtures(work, workspace, progress, options.keepFree);
  const ballast = await prepareBallast({
    choice: options.ballast,
    largestBytes: work.largest.sizeBytes,
    machine,
    addonMissing,
  });
  return {
    routes,
    refusals,
    fixtures,
    ballast,
    machine,
    commit,
    addon: loaded.ok ? loaded.addon : undefined,
    addonMissing,
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 31),
    beganNs,
  };
}

/** The machine with what every check of it found. */
async function examined(machine: Machine, { threadPoolSize }: Stage): Promise<Machine> {
  const { path: directory } = machine.directory;
  const checks = await examine({ directory, files: new SystemFiles(), threadPoolSize });
  return { ...machine, checks };
}

async function prepareFixtures(
  work: Work,
  { directory }: Workspace,
  progress: Progress,
  keepFree: number | undefined,
): Promise<ProvidedFixture[]> {
  const { fixtures } = work;
  const names = fixtures.map(({ name }) => name).join(', ');
  progress.say(`Fixtures ${names} in ${directory}`);
  const provided = await provideFixtures(directory, fixtures, roomFor(work), keepFree);
  for (const { fixture, made, elapsedNs } of provided) {
    if (made)
      progress.say(`  made ${fixture.name} in ${formatDuration(elapsedNs)}: ${made.reason}`);
  }
  return provided;
}

/** Bytes of destinations that stand at the same time: the copy, and the old file where there is one. */
function roomFor({ scenarios, largest }: Work): number {
  const states = scenarios.flatMap(({ conditions }) => conditions.map((one) => one.destination));
  return largest.sizeBytes * (states.some((state) => state === 'replace') ? 2 : 1);
}
