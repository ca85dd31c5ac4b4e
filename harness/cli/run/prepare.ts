/** Everything before the first copy: probing, fixtures, ballast, and the doubts known by then. */
import type { Addon } from '../../binding/addon.js';
import { loadAddon } from '../../binding/load.js';
import { systemClock } from '../../core/clock.js';
import { examine, type Examined } from '../../machine/examine.js';
import type { Machine } from '../../machine/machine.js';
import { SystemFiles } from '../../machine/system-files.js';
import { planScenarios, type RoutePlan, type ScenarioPlan } from '../../measure/plan.js';
import type { CommitRecord } from '../../results/record-origin.js';
import type { Warning } from '../../results/warning.js';
import { currentCommit } from './current-commit.js';
import { machineUnder } from './directories.js';
import { outputDirectory } from './places.js';
import { prepareBallast, type PreparedBallast } from './prepare-ballast.js';
import { prepareFixtures, type FixturesByDirectory } from './prepare-fixtures.js';
import { prepareRoutes } from './prepare-routes.js';
import { storedBytes } from './results-space.js';
import type { Stage } from './stage.js';

/** What a run has when it can begin to copy. */
export interface Prepared {
  routes: RoutePlan[];
  /** One for each route that was left out. */
  refusals: Warning[];
  /** By the name of the directory they lie in. */
  fixtures: FixturesByDirectory;
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

/** The most bytes that results of these plans take on a disk. */
export type ResultsBytes = (plans: readonly ScenarioPlan[]) => number;

/**
 * Prepares what `work` needs, and gives the ballast back at its end.
 *
 * @param resultsBytes of one pass over everything that works here, as planned; asked for before anything is written
 * @throws HarnessError `E_USAGE` when the reference does not work here; `E_FIXTURE_SPACE`; `E_BALLAST`
 */
export async function withPreparation<T>(
  stage: Stage,
  resultsBytes: ResultsBytes,
  work: (prepared: Prepared) => Promise<T>,
): Promise<T> {
  const prepared = await prepare(stage, resultsBytes);
  try {
    return await work(prepared);
  } finally {
    await prepared.ballast.release();
  }
}

async function prepare(stage: Stage, resultsBytes: ResultsBytes): Promise<Prepared> {
  const { options, work, directories } = stage;
  const beganNs = systemClock.monotonicNs();
  const loaded = loadAddon();
  const addonMissing = loaded.ok ? undefined : loaded.reason;
  const machine = await examined(machineUnder(directories), stage);
  const commit = await currentCommit(process.cwd());
  const { routes, warnings: refusals } = await prepareRoutes(work.scenarios, directories);
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const fixtures = await prepareFixtures(stage, {
    directory: resultsIn(stage),
    bytes: await bytesToCome(stage, resultsBytes(planScenarios({ ...work, routes, seed }))),
  });
  const ballast = await prepareBallast({
    choice: options.ballast,
    largestBytes: work.largest.sizeBytes,
    seenToByCopy: work.scenarios.some(({ conditions }) =>
      conditions.some(({ memory }) => memory !== undefined),
    ),
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
    seed,
    beganNs,
  };
}

function resultsIn({ earlier, options, runId }: Stage): string {
  return earlier?.directory ?? outputDirectory(options.out, runId);
}

/** Without what an earlier session has written of it. */
async function bytesToCome({ earlier }: Stage, bytes: number): Promise<number> {
  return earlier ? Math.max(0, bytes - (await storedBytes(earlier.directory))) : bytes;
}

/** The machine with what every check of it found; of further directories, what differs there from the first. */
async function examined(
  machine: Machine,
  { threadPoolSize, directories }: Stage,
): Promise<Machine> {
  const look = (directory: string): Promise<Examined[]> =>
    examine({ directory, files: new SystemFiles(), threadPoolSize });
  const checks = await look(machine.directory.path);
  const known = new Set(checks.map(({ name, value }) => `${name} ${value}`));
  const more: Examined[] = [];
  for (const { name: where, facts } of directories.all.slice(1)) {
    const found = (await look(facts.path)).filter(({ name }) => OF_DIRECTORIES.includes(name));
    const other = found.filter(({ name, value }) => !known.has(`${name} ${value}`));
    more.push(...other.map((check) => ({ ...check, label: `${check.label} (${where})` })));
  }
  return { ...machine, checks: [...checks, ...more] };
}

/** Checks that look at the directory under test and not at the machine as a whole. */
const OF_DIRECTORIES: readonly string[] = [
  'block-scheduler',
  'disk-space',
  'filesystem',
  'mount-options',
];
