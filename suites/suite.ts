/** What a suite is: which fixtures, on which routes, which strategies, against which reference. */
import type { CacheState, DestinationState, Durability, Route } from '../strategies/strategy.js';

/**
 * From which free memory a copy gets its pages on a virtual machine: such that the host backs, or such that the copy
 * touches first, so that it waits for the host to provide it.
 */
export type MemoryState = 'backed' | 'first-touch';

/** Two strategies compared directly, paired by round. */
export interface Comparison {
  name: string;
  /** Strategy whose time is divided by the other's. */
  slower: string;
  faster: string;
}

/** What is compared on one route, at every size of the suite. */
export interface SuiteScenario {
  route: Route;
  /** Names of strategies, or all that know the route. */
  strategies: 'all' | readonly string[];
  /** The strategy that is 1.00x. */
  reference: string;
  comparisons: readonly Comparison[];
  /** Conditions to measure under, each with each; absent: warm, buffered, new. */
  caches?: readonly CacheState[];
  durabilities?: readonly Durability[];
  destinations?: readonly DestinationState[];
  /** Absent: as the run's ballast leaves it. */
  memories?: readonly MemoryState[];
  /** Files are copied from the first directory under test to each of the others, instead of within each. */
  between?: true;
}

export interface Suite {
  /** Unique name, the file's name without its ending. */
  name: string;
  /** One sentence for `copybench list`. */
  summary: string;
  /** Sizes as people write them: `7MB`, `1GiB`. */
  sizes: readonly string[];
  /** In the order they are measured and reported at each size. */
  scenarios: readonly SuiteScenario[];
  /** It compares directories: a run of it takes two or more with --dir. */
  needsSeveralDirectories?: true;
  /**
   * Whether what is needed to explain a time is asked for as well; it is unless the suite says no. That is one more
   * copy of each strategy to count its system calls and events, and the delay of the event loop, which takes 7 ms
   * before and after each copy in JavaScript.
   */
  explains?: false;
  /** Rounds when not by size: fewest and most. */
  rounds?: { min: number; max: number };
}

/** What `--sizes published` stands for: the eight rows of the published table. */
export const PUBLISHED_SIZES = ['7MB', '21MB', '63MB', '98MB', '200MB', '350MB', '700MB', '1GB'];

/** The pairs of the published zero-copy table: a 4 KiB read/write loop against the kernel's own way. */
export const PUBLISHED: readonly Comparison[] = ['sendfile', 'splice'].map((faster) => ({
  name: 'published',
  slower: 'read-write-4k',
  faster,
}));

/** The very programs of the published table. */
export const PUBLISHED_JAVA: Comparison = {
  name: 'published-java',
  slower: 'java-read-write-4k',
  faster: 'java-transfer-to',
};

/** Defines a suite; a file in this folder default-exports one. */
export function defineSuite(suite: Suite): Suite {
  return suite;
}
