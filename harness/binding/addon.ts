/** What the native addon offers, as TypeScript sees it. `native/addon.cc` is the other side of this contract. */
import type { ComparisonResult, ExtentSharing, Residency } from './file-facts.js';
import type { Ballast, HeldMemory } from './held-memory.js';

export type { Ballast, ComparisonResult, ExtentSharing, HeldMemory, Residency };

/** Raised whenever this contract changes, so that a stale build is recognised instead of misread. */
export const ADDON_INTERFACE_VERSION = 8;

/** What a copy cost besides time; deltas over that copy alone (getrusage(2)). */
export interface ResourceUsage {
  cpuUserUs: number;
  cpuSystemUs: number;
  voluntarySwitches: number;
  involuntarySwitches: number;
  minorFaults: number;
  majorFaults: number;
  /** Peak resident set in bytes; null where it cannot be told for this copy alone. */
  peakRssBytes: number | null;
}

/** Settings of a copier; each copier reads those it knows and its `.cc` file gives the defaults. */
export interface CopierOptions {
  /** User-space buffer in bytes, at most 1 GiB (native-read-write). */
  bufferBytes?: number;
  /** Capacity asked for with F_SETPIPE_SZ, in bytes (splice). */
  pipeBytes?: number;
  /** Bytes mapped and written at a time (mmap-write). */
  windowBytes?: number;
  /** Upper bound of bytes asked of one system call; makes transfers short on purpose in tests. */
  callLimitBytes?: number;
  /**
   * Socket routes: a peer that stands still is given up on with ETIMEDOUT after this time, which begins anew while
   * the kernel's buffers still take something. By default 30 s and 100 ms for every MB.
   */
  deadlineMs?: number;
}

/**
 * One copy by a native copier. The copier's `Move` is the same on every route; the frame around it differs. A route
 * that the copier does not serve is EOPNOTSUPP, before anything has happened. After any failure on a socket route
 * the connection is out of step and of no further use.
 */
export type NativeCopyRequest = {
  /** Name of the copier, one of `copiers()`. */
  copier: string;
  options?: CopierOptions;
} &
  /** `existing`: the destination is there and is written into, neither created nor truncated. */
  (
    | { route: 'file-to-file'; source: string; destination: string; existing?: boolean }
    /** `socket`: a blocking, connected descriptor, left open. Waits for one byte back after the last one sent. */
    | { route: 'file-to-socket'; source: string; socket: number; sizeBytes: number }
    /** Sends one byte first, then receives `sizeBytes`. */
    | { route: 'socket-to-file'; socket: number; destination: string; sizeBytes: number }
  );

export interface NativeCopyResult {
  movedBytes: number;
  /**
   * CLOCK_MONOTONIC on the copying thread. file-to-file: from opening the source to having closed both files;
   * file-to-socket: from opening the source until the acknowledgement was read; socket-to-file: from sending the
   * go byte until the destination was closed.
   */
  elapsedNs: number;
  /** file-to-socket: from opening the source until the last byte was handed to the kernel; else null. */
  sentNs: number | null;
  /** System calls that moved data, counted in the copier. */
  systemCalls: number;
  /**
   * What the kernel granted where it may differ from what was asked, such as `{pipeBytes: 1048576}`. msg-zerocopy
   * tells `copiedSends`, of which the kernel copied the bytes after all, and `zerocopySends`.
   */
  granted: Record<string, number>;
  /** RUSAGE_THREAD of the copying thread. */
  usage: ResourceUsage;
  /** CRC32C of all bytes, from a copier that looks at them; else null. */
  crc32c: number | null;
}

export interface CopierDescription {
  name: string;
  /** False where this platform has no such system call; `reason` then says so. */
  available: boolean;
  reason: string;
}

/** One event of perf_event_open(2) over all threads that were asked about. */
export interface CountedEvent {
  /** As perf-stat(1) calls it; `task-clock` is in nanoseconds. */
  name: string;
  value: number | null;
  /** Why there is no value, or 0. */
  errno: number;
}

export interface SpawnResult {
  /** From just before posix_spawnp(3) until wait4(2) returned. */
  elapsedNs: number;
  /** Exit status, or -1 when a signal ended the program. */
  exitStatus: number;
  /** Number of the signal that ended the program, or 0. */
  signal: number;
  /** First 4 KiB the program wrote to stderr. */
  stderr: string;
  /** rusage of the child from wait4(2). */
  usage: ResourceUsage;
}

/** Where a connection goes to: loopback TCP on a port the kernel picked, or a unix socket. */
export type SocketAddress =
  { kind: 'tcp'; host: '127.0.0.1'; port: number } | { kind: 'unix'; path: string };

/** What the kernel made of a socket; recorded with the run. */
export interface SocketFacts {
  /** getsockopt(TCP_CONGESTION); null for unix sockets. */
  congestion: string | null;
  /** getsockopt(SO_SNDBUF) and (SO_RCVBUF), bytes. */
  sendBufferBytes: number;
  receiveBufferBytes: number;
}

export interface NativeSocket extends SocketFacts {
  /** Blocking descriptor; whoever asked for it closes it with `closeDescriptor`. */
  fd: number;
}

export interface Addon {
  readonly interfaceVersion: number;
  /** Every copier compiled in, whether or not this platform can run it. */
  copiers(): CopierDescription[];
  /** One copy. Rejects with a Node-shaped system error (negative errno, code, syscall, path, dest). */
  copy(request: NativeCopyRequest): Promise<NativeCopyResult>;
  /**
   * Whether an errno (positive or negative) from this copier means "not here" rather than "went wrong". Only for
   * errors of its own calls: one whose `syscall` is `open` is about a path, whatever its errno.
   */
  isUnsupported(copier: string, errno: number): boolean;
  /** Compares two files byte for byte at memory speed. */
  compareFiles(left: string, right: string): Promise<ComparisonResult>;
  /**
   * Asks cachestat(2); mincore(2) where that one is not to be had (before Linux 6.5, another system, or somebody else's
   * file); and preadv2(2) with RWF_NOWAIT where mincore tells this user nothing of this file (since Linux 5.2).
   *
   * @param method asks this one only; `mincore` rejects with EPERM where it would call every page resident
   */
  residency(path: string, method?: Residency['method']): Promise<Residency>;
  /** Reads the whole file through the page cache, so that it is resident. */
  readThrough(path: string): Promise<void>;
  /**
   * Writes the file's dirty pages back and asks the kernel to drop all of it from the page cache (fdatasync(2),
   * posix_fadvise(2) with POSIX_FADV_DONTNEED). Pages that are mapped, locked or in use stay: ask `residency`.
   */
  dropPages(path: string): Promise<void>;
  extentSharing(path: string): Promise<ExtentSharing>;
  /**
   * Begins to count events of these threads and of what they start (perf_event_open(2)).
   *
   * @returns reads and closes the counters; a second time it throws
   */
  countEvents(threads: readonly number[]): () => CountedEvent[];
  /** syncfs(2) on the filesystem that holds `path`. */
  syncFilesystem(path: string): Promise<void>;
  /** Starts `file` (looked up in PATH), waits for it, and tells what it used. stdin and stdout are /dev/null. */
  spawn(file: string, args: string[]): Promise<SpawnResult>;
  /**
   * Connects; asks for `cubic` on TCP (a pacing default such as bbr would measure its pacer). Nagle's algorithm stays
   * on, as programs have it that do not ask; `drainSocket` hurries the last acknowledgements in return.
   */
  connectSocket(address: SocketAddress): Promise<NativeSocket>;
  /**
   * Binds to loopback with a port the kernel picks, or to a path (mode 0600, at most 107 bytes), and listens
   * (backlog 64). A path is not removed when the listener is closed.
   */
  listenSocket(address: { kind: 'tcp' } | { kind: 'unix'; path: string }): Promise<{
    fd: number;
    address: SocketAddress;
  }>;
  /** Waits for one connection; rejects with ETIMEDOUT after `timeoutMs`. */
  acceptSocket(listener: number, timeoutMs: number): Promise<NativeSocket>;
  /** Reads exactly `bytes` (at most 4096), for tokens and acknowledgements; rejects ECONNRESET at end of stream. */
  readExactly(socket: number, bytes: number, timeoutMs: number): Promise<Buffer>;
  /**
   * Drains `bytes` from a socket through a fixed 256 KiB buffer, then writes one byte of acknowledgement.
   *
   * @param file new file (O_EXCL) for what arrives, for the untimed check; null: nowhere
   */
  drainSocket(socket: number, bytes: number, file: string | null, timeoutMs: number): Promise<void>;
  /** Waits for one byte, then sends `bytes` of `source` with sendfile(2) (read and write where that is not Linux). */
  feedSocket(socket: number, source: string, bytes: number, timeoutMs: number): Promise<void>;
  /** Throws EBADF where it is not open. */
  closeDescriptor(fd: number): void;
  /**
   * Sends `length` bytes of an open file on a non-blocking socket that Node owns and that nobody else writes to
   * meanwhile: in bursts on the thread pool, waiting for the client on the event loop. Closes neither descriptor.
   *
   * @param stallMs how long the client may take nothing before it fails with ETIMEDOUT
   * @returns `done` resolves to the number of system calls that moved data; `cancel` makes it reject with ECANCELED
   * @throws Node-shaped system error when it cannot begin; ENOSYS where the platform has no such call
   */
  sendToSocket(
    socket: number,
    file: number,
    start: number,
    length: number,
    method: 'sendfile' | 'splice',
    stallMs: number,
  ): { done: Promise<number>; cancel: () => void };
  /**
   * Asks that connections accepted from a TCP listener use this congestion control.
   *
   * @returns what they use; null where that cannot be told
   */
  askCongestion(listener: number, wanted: string): string | null;
  /**
   * Whether a child of this process was stopped or continued (SIGSTOP, SIGCONT) since this was last asked. The kernel
   * keeps that until somebody asks (waitid(2), WSTOPPED and WCONTINUED). One that is gone, or no child, was not.
   */
  childWasStopped(pid: number): boolean;
  /**
   * The CPUs that the calling thread may run on, lowest first (sched_getaffinity(2)).
   *
   * @throws Node-shaped system error; ENOSYS where the platform binds no thread to a CPU
   */
  affinity(): number[];
  /**
   * Lets the calling thread, and every thread and process that it makes from now on, run on `cpus` only
   * (sched_setaffinity(2)). Of CPUs that a cpuset forbids the kernel keeps silent as long as one is allowed: ask
   * `affinity`.
   *
   * @throws Node-shaped system error: EINVAL when none of them exists and is allowed; ENOSYS as above
   */
  setAffinity(cpus: readonly number[]): void;
  /** Touches `bytes` of anonymous memory, gives back all but one page in every 2 MiB, holds those until exit. */
  buildBallast(bytes: number): Promise<Ballast>;
  /**
   * Touches `bytes` (rounded up to 2 MiB) of anonymous memory and holds them until `releaseMemory`. Released huge pages
   * are free blocks of 2 MiB again, and the first that the allocator hands out.
   *
   * @param hugePages whether it is of huge pages where they are to be had, or of small ones
   */
  holdMemory(bytes: number, hugePages: boolean): Promise<HeldMemory>;
  /** Gives held memory back to the kernel before it returns; throws EINVAL where nothing is held under that id. */
  releaseMemory(id: number): void;
}
