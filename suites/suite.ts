/** What a suite is: which fixtures, which strategies, against which reference. */

/** Two strategies compared directly, paired by round. */
export interface Comparison {
  name: string;
  /** Strategy whose time is divided by the other's. */
  slower: string;
  faster: string;
}

export interface Suite {
  /** Unique name, the file's name without its ending. */
  name: string;
  /** One sentence for `copybench list`. */
  summary: string;
  route: 'file-to-file';
  /** Sizes as people write them: `7MB`, `1GiB`. */
  sizes: readonly string[];
  /** Names of strategies, or all that know the route. */
  strategies: 'all' | readonly string[];
  /** The strategy that is 1.00x. */
  reference: string;
  comparisons: readonly Comparison[];
  /** Rounds when not by size: fewest and most. */
  rounds?: { min: number; max: number };
}

/** The pair of the published zero-copy table: a 4 KiB read/write loop against the kernel's own way. */
export const PUBLISHED: Comparison = {
  name: 'published',
  slower: 'read-write-4k',
  faster: 'splice',
};

/** Defines a suite; a file in this folder default-exports one. */
export function defineSuite(suite: Suite): Suite {
  return suite;
}
