/** Turns a suite and what was asked for into scenarios: what will be copied, by whom, how often. */
import type { Fixture } from '../../fixtures/catalog.js';
import type {
  Availability,
  CacheState,
  DestinationState,
  Durability,
  Route,
  SocketKind,
  Strategy,
} from '../../strategies/strategy.js';
import type { Comparison, MemoryState } from '../../suites/suite.js';
import { createRandom } from '../statistics/random.js';
import type { LineCommand } from './line-process.js';
import { CONTROL } from './sample.js';

/** Rounds: at least `min` for an interval to exist, at most `max`. */
export interface RoundLimits {
  min: number;
  max: number;
}

/** How well speedups have to be known. */
export interface Enough {
  /** Relative half-width that is narrow enough, such as 0.03. */
  precision: number;
  /** Relative slowdown beside a rival that does not matter, such as 0.05; absent: only precision ends it. */
  tolerated?: number | undefined;
  /** After so many rounds few arms may be left open, for a later pass over them alone; absent: none. */
  fewAfterRounds?: number | undefined;
}

export interface Unsupported {
  strategy: Strategy;
  reason: string;
}

/** One participant of every round. The control is the reference again, in a process of its own. */
export interface Arm {
  name: string;
  strategy: Strategy;
  /** How its worker is started, where it is not this build's own under this Node. */
  command?: LineCommand;
}

/** What a copy starts from, and what has to be true when its clock stops. */
export interface Conditions {
  cache: CacheState;
  durability: Durability;
  destination: DestinationState;
  /** Seen to before each copy; absent: as the run's ballast leaves it. */
  memory?: MemoryState | undefined;
}

export const USUAL: Conditions = { cache: 'warm', durability: 'buffered', destination: 'new' };

/** The directories under test that a scenario copies between, by name; the same one twice within a filesystem. */
export interface DirectoryPair {
  source: string;
  destination: string;
}

export interface ScenarioPlan {
  id: string;
  route: Route;
  /** Absent where the run has one directory alone. */
  directories?: DirectoryPair;
  conditions: Conditions;
  /** What the connections of a socket route are made of; null for files. */
  socket: SocketKind | null;
  fixture: Fixture;
  reference: string;
  comparisons: readonly Comparison[];
  arms: readonly Arm[];
  /** Arms that are judged against another arm instead of the reference: by name, whom. */
  rivals?: ReadonlyMap<string, string>;
  /** What else than precision is enough, where arms have rivals. */
  decides?: Omit<Enough, 'precision'>;
  unsupported: readonly Unsupported[];
  /** What the programs behind strategies say of themselves, by strategy name. */
  versions: ReadonlyMap<string, string>;
  seed: number;
  rounds: RoundLimits;
}

/** What is compared on one route, and what works there. */
export interface RoutePlan {
  route: Route;
  /** Absent where the run has one directory alone. */
  directories?: DirectoryPair;
  socket: SocketKind | null;
  strategies: readonly Strategy[];
  /** What probing found, by strategy name. */
  availability: ReadonlyMap<string, Availability>;
  /** What the programs behind strategies say of themselves, by strategy name. */
  versions: ReadonlyMap<string, string>;
  reference: string;
  comparisons: readonly Comparison[];
  /** Each is a scenario of its own. */
  conditions: readonly Conditions[];
}

export interface PlanOptions {
  fixtures: readonly Fixture[];
  routes: readonly RoutePlan[];
  seed: number;
  /** Limits that were asked for; null: by size. */
  rounds: RoundLimits | null;
}

/** Fewest rounds that give a 95 % signed-rank interval (exact: 6). */
export const FEWEST_ROUNDS = 6;

/** One scenario per fixture, route and conditions, small fixtures first, each with a seed of its own. */
export function planScenarios(options: PlanOptions): ScenarioPlan[] {
  const random = createRandom(options.seed);
  return options.fixtures
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap((fixture) =>
      options.routes.flatMap((routePlan) =>
        routePlan.conditions.map((conditions) => ({
          ...planScenario(routePlan, conditions, fixture, random.integer(2 ** 31)),
          rounds: options.rounds ?? roundsFor(fixture.sizeBytes),
        })),
      ),
    );
}

function planScenario(
  routePlan: RoutePlan,
  conditions: Conditions,
  fixture: Fixture,
  seed: number,
): Omit<ScenarioPlan, 'rounds'> {
  const { route, directories, socket, reference, comparisons, versions } = routePlan;
  const { strategies, availability } = routePlan;
  const unsupported: Unsupported[] = [];
  const arms: Arm[] = [];
  for (const strategy of strategies) {
    const reason = whyNot(strategy, conditions, fixture, availability.get(strategy.name));
    if (reason === undefined) arms.push({ name: strategy.name, strategy });
    else unsupported.push({ strategy, reason });
  }
  const control = arms.find(({ name }) => name === reference);
  if (control) arms.push({ name: CONTROL, strategy: control.strategy });
  return {
    id: idOf(routePlan, fixture, conditions),
    route,
    ...(directories && { directories }),
    conditions,
    socket,
    fixture,
    reference,
    comparisons,
    arms,
    unsupported,
    versions,
    seed,
  };
}

function idOf(
  { route, socket, directories }: Pick<RoutePlan, 'route' | 'socket' | 'directories'>,
  fixture: Fixture,
  { cache, durability, destination: state, memory }: Conditions,
): string {
  const where = socket === null ? route : `${route}-${socket}`;
  const destination = route.endsWith('file') ? state : 'socket';
  const id = `${where}/${fixture.name}/${cache}/${durability}/${destination}`;
  const within = memory === undefined ? id : `${id}/${memory}`;
  return directories ? `${within}/${pairName(directories)}` : within;
}

/** `ext4`, or `ext4-to-xfs`. */
export function pairName({ source, destination }: DirectoryPair): string {
  return source === destination ? source : `${source}-to-${destination}`;
}

/**
 * `plans` in groups that are measured in the same rounds: those of a group differ in their directories alone. Copies
 * within one filesystem and copies from one to another are groups of their own.
 */
export function groupsOf(plans: readonly ScenarioPlan[]): ScenarioPlan[][] {
  const groups = new Map<string, ScenarioPlan[]>();
  for (const plan of plans) {
    const key = groupKey(plan);
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  return [...groups.values()];
}

function groupKey({ directories, id, ...plan }: ScenarioPlan): string {
  if (!directories) return id;
  const place = directories.source === directories.destination ? 'within' : 'between';
  return `${place} ${idOf(plan, plan.fixture, plan.conditions)}`;
}

function whyNot(
  strategy: Strategy,
  { cache, destination }: Conditions,
  fixture: Fixture,
  availability: Availability | undefined,
): string | undefined {
  if (availability?.available === false) return availability.reason;
  if (cache === 'cold' && strategy.readsAhead) {
    return 'it reads the source before the clock starts, so the source would not be cold';
  }
  if (destination === 'in-place' && !strategy.inPlace && strategy.class !== 'bound') {
    return 'it cannot write into an existing file without truncating it';
  }
  if (strategy.largestBytes !== undefined && fixture.sizeBytes > strategy.largestBytes) {
    return `it copies at most ${strategy.largestBytes} bytes`;
  }
  return undefined;
}

/** More rounds where they are cheap: harness/statistics says what each number of them can show. */
export function roundsFor(sizeBytes: number): RoundLimits {
  if (sizeBytes <= 16e6) return { min: FEWEST_ROUNDS, max: 40 };
  if (sizeBytes <= 256e6) return { min: FEWEST_ROUNDS, max: 24 };
  return { min: FEWEST_ROUNDS, max: 12 };
}
