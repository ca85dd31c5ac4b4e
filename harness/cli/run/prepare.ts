/** Everything before the first copy: probing, fixtures, ballast, and the doubts known by then. */
import { provideFixtures, type ProvidedFixture } from '../../../fixtures/provide.js';
import type { Addon } from '../../binding/addon.js';
import { loadAddon } from '../../binding/load.js';
import { systemClock } from '../../core/clock.js';
import { formatDuration } from '../../core/units.js';
import { examine, type Examined } from '../../machine/examine.js';
import type { Machine } from '../../machine/machine.js';
import { SystemFiles } from '../../machine/system-files.js';
import type { RoutePlan } from '../../measure/plan.js';
import type { CommitRecord } from '../../results/record-origin.js';
import type { Warning } from '../../results/warning.js';
import type { Work } from './choose-work.js';
import { currentCommit } from './current-commit.js';
import { machineUnder, type DirectoryUnderTest } from './directories.js';
import { prepareBallast, type PreparedBallast } from './prepare-ballast.js';
import { prepareRoutes } from './prepare-routes.js';
import type { Stage } from './stage.js';

/** The fixtures in each directory under test, by its name. */
export type FixturesByDirectory = ReadonlyMap<string, readonly ProvidedFixture[]>;

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
  const { options, work, directories } = stage;
  const beganNs = systemClock.monotonicNs();
  const loaded = loadAddon();
  const addonMissing = loaded.ok ? undefined : loaded.reason;
  const machine = await examined(machineUnder(directories), stage);
  const commit = await currentCommit(process.cwd());
  const { routes, warnings: refusals } = await prepareRoutes(work.scenarios, directories);
  const fixtures = await prepareFixtures(stage);
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

async function prepareFixtures(stage: Stage): Promise<FixturesByDirectory> {
  const provided = new Map<string, readonly ProvidedFixture[]>();
  const { all, sources } = stage.directories;
  for (const one of all)
    provided.set(one.name, await prepareFixturesIn(one, sources.includes(one), stage));
  return provided;
}

/** Where nothing is copied from, there only has to be room for what is copied to. */
async function prepareFixturesIn(
  { workspace: { directory } }: DirectoryUnderTest,
  isSource: boolean,
  { work, progress, options }: Stage,
): Promise<ProvidedFixture[]> {
  const fixtures = isSource ? work.fixtures : [];
  const names = fixtures.map(({ name }) => name).join(', ');
  if (isSource) progress.say(`Fixtures ${names} in ${directory}`);
  const provided = await provideFixtures(directory, fixtures, roomFor(work), options.keepFree);
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
