/** What a strategy is. A file in this folder default-exports one, made by `defineStrategy`. */
import type { ResourceUsage } from '../harness/binding/addon.js';

/** Where the bytes go. */
export type Route = 'file-to-file';

/** Strategies of different classes do different work and are never ranked together. */
export type StrategyClass = 'copy' | 'clone' | 'bypass' | 'bound';

/** What a strategy leaves at the destination: the copy, an empty file, or no file at all (bounds only). */
export type Leaves = 'copy' | 'empty' | 'none';

/** One copy to make. The destination does not exist yet and must be created (O_EXCL). */
export interface CopyJob {
  route: Route;
  /** Path of the source file. */
  source: string;
  /** Path of the destination file. */
  destination: string;
  /** Size of the source in bytes. */
  sizeBytes: number;
}

/**
 * What a strategy that holds its own clock returns. A strategy that returns nothing is timed from outside,
 * around its `copy` function.
 */
export interface OwnClock {
  elapsedNs: number;
  /** What the copy cost; null where it cannot be told. */
  usage: ResourceUsage | null;
  /** System calls that moved data, where the strategy can count them. */
  systemCalls?: number;
}

/** Where support is probed: the real directory under test. */
export interface ProbeContext {
  /** An existing directory on the filesystem under test in which files may be made and removed. */
  directory: string;
}

export type Availability = { available: true } | { available: false; reason: string };

export interface Strategy {
  /** Unique name, the file's name without its ending. */
  name: string;
  /** A few words for tables, such as `splice, 1 MiB pipe`. */
  label: string;
  /** One sentence: which calls move the bytes. */
  summary: string;
  class: StrategyClass;
  routes: readonly Route[];
  /** How often the CPU copies each byte on the warm path; 0 for a clone. */
  copiesPerByte: number;
  /** Where the copying code runs. */
  runtime: 'javascript' | 'native' | 'command';
  leaves: Leaves;
  /** Largest source it can copy, in bytes; absent when only the machine limits it. */
  largestBytes?: number;
  /** Whether this strategy works in `context.directory`, found out by trying, and why not. Never falls back. */
  available(context: ProbeContext): Promise<Availability>;
  /** Makes one copy. Throws (Node-shaped where a system call failed) when not every byte arrived. */
  copy(job: CopyJob): Promise<OwnClock | void> | OwnClock | void;
}

type Definition = Omit<Strategy, 'leaves' | 'available'> &
  Partial<Pick<Strategy, 'leaves' | 'available'>>;

const alwaysAvailable = (): Promise<Availability> => Promise.resolve({ available: true });

/**
 * Defines a strategy. `leaves` is `copy` and `available` says yes unless given otherwise.
 *
 * @param definition everything a strategy is; see `Strategy`
 */
export function defineStrategy(definition: Definition): Strategy {
  return { leaves: 'copy', available: alwaysAvailable, ...definition };
}
