/** What a strategy is. A file in this folder default-exports one, made by `defineStrategy`. */
import type { Duplex } from 'node:stream';
import type { ResourceUsage } from '../harness/binding/addon.js';
import { HarnessError } from '../harness/core/errors.js';
import type { Digest, DigestAlgorithm } from '../harness/core/digests.js';

/** Where the bytes go. */
export type Route = 'file-to-file' | 'file-to-socket' | 'socket-to-file' | 'http';

/** What the connections of a socket route are made of. */
export type SocketKind = 'tcp' | 'unix';

/** What the page cache holds of the source when the clock starts: all of it, or none. */
export type CacheState = 'warm' | 'cold';

/** Whether the clock also covers fdatasync(2) of the destination. */
export type Durability = 'buffered' | 'fdatasync';

/**
 * What stands at the destination when the clock starts: nothing; a file that the copy replaces by rename(2); a file
 * that it writes into.
 */
export type DestinationState = 'new' | 'replace' | 'in-place';

/**
 * What a bound measures of a copy by itself: moving the bytes through memory, reading them from the device, writing
 * them to it, or writing over pages that are there.
 */
export type Limit = 'memory' | 'device-read' | 'device-write' | 'cached-write';

/** Strategies of different classes do different work and are never ranked together. */
export type StrategyClass = 'copy' | 'clone' | 'bypass' | 'bound';

/** What a strategy leaves at the destination: the copy, an empty file, or no file at all (bounds only). */
export type Leaves = 'copy' | 'empty' | 'none';

/** From file to file. The destination does not exist yet and must be created (O_EXCL), unless it is `existing`. */
export interface FileToFileJob {
  route: 'file-to-file';
  /** Path of the source file. */
  source: string;
  /** Path of the destination file. */
  destination: string;
  /** Size of the source in bytes. */
  sizeBytes: number;
  /** The destination is there, has the size of the source, and is written into: no O_CREAT, no O_TRUNC. */
  existing?: boolean | undefined;
}

/**
 * From file to socket: open the source, send `sizeBytes` of it, close it. The connection stays open for the next
 * job. A strategy that holds its own clock also waits for the receiver's one byte of acknowledgement; for one
 * that is timed from outside, the harness waits.
 */
export interface FileToSocketJob {
  route: 'file-to-socket';
  source: string;
  connection: Connection;
  sizeBytes: number;
}

/**
 * From socket to file: receive `sizeBytes` into a new file, close it. The connection stays open for the next job.
 * A strategy that holds its own clock first sends one byte to say go; for one that is timed from outside, the
 * harness sends it.
 */
export interface SocketToFileJob {
  route: 'socket-to-file';
  connection: Connection;
  destination: string;
  sizeBytes: number;
}

/** A route on which copies are ordered one by one. */
export type CopyRoute = CopyJob['route'];

/** One copy to make. */
export type CopyJob = FileToFileJob | FileToSocketJob | SocketToFileJob;

/** A connected stream socket, opened and authenticated before the clock starts. A strategy uses one side of it. */
export interface Connection {
  /** The blocking file descriptor, for synchronous and native copies. */
  readonly fd: number;
  /** The same socket as a Node stream, non-blocking from then on. Never mixed with `fd`. */
  stream(): Duplex;
}

/** A doubt about a number that only the strategy can know of. `zerocopy-copied`: the kernel copied after all. */
export type Doubt = 'zerocopy-copied';

/**
 * What a strategy that holds its own clock returns. A strategy that returns nothing is timed from outside,
 * around its `copy` function; on socket routes those of runtime `javascript` are.
 */
export interface OwnClock {
  elapsedNs: number;
  /** file-to-socket: until the sender had handed its last byte to the kernel. */
  sentNs?: number;
  /** What the copy cost; null where it cannot be told. */
  usage: ResourceUsage | null;
  /** System calls that moved data, where the strategy can count them. */
  systemCalls?: number;
  /** Digest of the bytes copied, from a strategy that `checks`. */
  digest?: Digest;
  doubts?: readonly Doubt[];
}

/** What a strategy that `checks` returns when it is timed from outside. */
export interface Checked {
  digest: Digest;
}

/**
 * Marks a strategy that looks at the bytes while it copies them. It does more than a plain copy, so it is never
 * ranked with those: it is compared with its twin alone, and only suites that name it measure it.
 */
export interface Checks {
  /** What it computes of all bytes. The harness compares that with its own digest of the source. */
  algorithm: DigestAlgorithm;
  /** The strategy that makes the same copy and does not look. */
  twin: string;
}

/** What an HTTP server is to serve: these files and nothing else, to whoever knows the token. */
export interface ServeJob {
  /** `GET /<token>/<id>` answers with the file at `path`. */
  files: readonly { id: string; path: string }[];
  token: string;
  /** An existing folder for what the server itself has to write; it removes that at its end. */
  directory: string;
}

/** A server that a strategy of the route `http` has started. */
export interface RunningServer {
  /** On 127.0.0.1, picked by the kernel. */
  port: number;
  /** Congestion control of the connections it accepts; null where it cannot be told. */
  congestion: string | null;
  /** The processes that serve, by id; empty: this one does. */
  processes: readonly number[];
  /** Ends it; nothing of it is left then. */
  close(): Promise<void>;
}

/** Where support is probed: the real directory under test. */
export interface ProbeContext {
  /** An existing directory on the filesystem under test in which files may be made and removed. */
  directory: string;
  /** The same for sources, where these lie on another filesystem; absent: they lie in `directory`. */
  sourceDirectory?: string;
  route: Route;
  /** What socket routes are made of; of no meaning on others. */
  socket: SocketKind;
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
  /**
   * How often the CPU copies each byte on the warm path, by route; 0 for a clone. On socket routes everything
   * counts until the receiving side has the bytes: its memory, or the file it writes.
   */
  copiesPerByte: Readonly<Partial<Record<Route, number>>>;
  /** Where the copying code runs. `peer`: another program that speaks the worker protocol; see peers/. */
  runtime: 'javascript' | 'native' | 'command' | 'peer';
  leaves: Leaves;
  /** File to file: whether it can write into an existing file without truncating it. */
  inPlace?: boolean;
  /** Of a bound that limits copies: which of their parts it is. */
  limit?: Limit;
  /** Measured only where a suite or a person names it: a point of a sweep. */
  onlyNamed?: boolean;
  /** Whether it has read the source before the clock starts, so that a cold source is none. */
  readsAhead?: boolean;
  /** Set where the strategy also computes a digest of what it copies. */
  checks?: Checks;
  /** Largest source it can copy, in bytes; absent when only the machine limits it. */
  largestBytes?: number;
  /** How its worker process is started; absent: copybench's own worker loads the strategy. Peers have one. */
  worker?: { file: string; args: readonly string[] };
  /** What the program behind a command says of itself, for the report. A peer's worker says so in its `ready`. */
  version?(context: ProbeContext): Promise<string | undefined>;
  /** Whether this strategy works on this route in this directory, found out by trying. Never falls back. */
  available(context: ProbeContext): Promise<Availability>;
  /** Makes one copy. Throws (Node-shaped where a system call failed) when not every byte arrived. */
  copy(job: CopyJob): Outcome;
  /** Route `http`: starts the server in this process, or as its child. Such a strategy has no copy to make. */
  serve?(job: ServeJob): Promise<RunningServer>;
}

/** What `copy` returns. */
export type Outcome = Promise<OwnClock | Checked | void> | OwnClock | Checked | void;

type Definition = Omit<Strategy, 'leaves' | 'available' | 'copiesPerByte'> &
  Partial<Pick<Strategy, 'leaves' | 'available'>> & {
    /** One number where it is the same on every route. */
    copiesPerByte: number | Strategy['copiesPerByte'];
  };

const alwaysAvailable = (): Promise<Availability> => Promise.resolve({ available: true });

/**
 * Defines a strategy. `leaves` is `copy` and `available` says yes unless given otherwise.
 *
 * @param definition everything a strategy is; see `Strategy`
 */
export function defineStrategy({ copiesPerByte, ...definition }: Definition): Strategy {
  const byRouteOf = (copies: number): Strategy['copiesPerByte'] =>
    Object.fromEntries(definition.routes.map((route) => [route, copies]));
  return {
    leaves: 'copy',
    available: alwaysAvailable,
    ...definition,
    copiesPerByte: typeof copiesPerByte === 'number' ? byRouteOf(copiesPerByte) : copiesPerByte,
  };
}

/** One way to copy for each route. */
type Ways = { [R in CopyRoute]?: (job: Extract<CopyJob, { route: R }>) => Outcome };

/** A `copy` function made of one for each route that the strategy declares. */
export function byRoute(ways: Ways): Strategy['copy'] {
  return (job) => {
    switch (job.route) {
      case 'file-to-file':
        return go(ways[job.route], job);
      case 'file-to-socket':
        return go(ways[job.route], job);
      default:
        return go(ways[job.route], job);
    }
  };
}

function go<J extends CopyJob>(way: ((job: J) => Outcome) | undefined, job: J): Outcome {
  if (way) return way(job);
  throw new HarnessError(
    'E_PROTOCOL',
    `This strategy does not know the route ${job.route}. Ask it for one that it declares.`,
  );
}
