/** What a route is: where bytes go, and how one sample of that is taken. */
import { join } from 'node:path';
import type { Addon } from '../binding/addon.js';
import type { Afterwards } from '../measure/after-rounds.js';
import type { Clock } from '../core/clock.js';
import type { MountWatch } from '../machine/mount-watch.js';
import type { MemoryKeeper } from '../measure/free-memory.js';
import type { Arm, Conditions } from '../measure/plan.js';
import type { CopyReport } from '../measure/protocol.js';
import type { Sample } from '../measure/sample.js';
import type { Place, TakeSample } from '../measure/scheduler.js';
import type { Worker } from '../measure/worker-process.js';
import type { Route } from '../../strategies/strategy.js';
import type { Facts } from './companion-protocol.js';

/** Which copies are compared byte for byte: the first of every strategy, all, or none. */
export type VerifyPolicy = 'first' | 'all' | 'none';

/** Doubts that arise while samples are taken. */
export type RouteDoubt =
  | 'cache-not-warm'
  | 'cache-not-cold'
  | 'cache-unverified'
  | 'mount-changed'
  | 'caches-not-dropped'
  | 'memory-unverified'
  | 'settle-timed-out'
  | 'settle-unknown'
  | 'zerocopy-copied'
  | 'receiver-javascript'
  | 'receiver-writes'
  | 'pacing-congestion-control';

export interface RouteSetting {
  scenario: string;
  route: Route;
  source: string;
  sizeBytes: number;
  conditions: Conditions;
  /** file-to-file: sees to the memory that the conditions ask for, and is released with the route; absent where they do not, and without the addon. */
  memory?: MemoryKeeper;
  /** Whether a cold source may be reached by dropping the caches of the whole machine. */
  dropCaches: boolean;
  /** Fresh folder that holds nothing but destinations. */
  copies: string;
  verify: VerifyPolicy;
  /** Undefined where it is not built. */
  addon: Addon | undefined;
  clock: Clock;
  /** Monotonic time at which the run began, nanoseconds. */
  runBeganNs: number;
  /** Milliseconds that moving so many bytes may take; learns from the copies so far. `deadlineMs` unless given. */
  copyMs?: (sizeBytes: number) => number;
  /** What lies below source and copies since the run began; absent: nobody looks. */
  mounts?: readonly Pick<MountWatch, 'changes'>[];
  /**
   * Whether a folder that is gone, another filesystem or a full disk is nobody's failure but the end of all copying;
   * see ground.ts.
   */
  endsWithGround?: boolean;
  /** Told of what makes a figure doubtful, and of which strategy when it is about one. */
  doubt: (code: RouteDoubt, message: string, strategy?: string) => void;
}

/** A route in use. */
export interface OpenRoute extends Afterwards {
  takeSample: TakeSample;
  /** How an arm is started, where it is no worker that loads a strategy and copies. */
  startWorker?: (arm: Arm) => Promise<Worker>;
  /** What the kernel made of the sockets; null for files, and before anything connected. */
  facts(): Facts;
  close(): Promise<void>;
}

/** What is known of a copy when it is over: of its worker's end, and of the companion's where there is one. */
export type RouteReport = CopyReport & Pick<Sample, 'companionCongestion' | 'syncNs'>;

/** What checking found. */
export type Checked = Pick<
  Sample,
  'checked' | 'sharedBytes' | 'extents' | 'allocatedBytes' | 'checkNs'
>;

/** What one route does of its own in the course of a sample. */
export interface Way {
  /** The file that a copy is written to, or null when to none; deleted at the end, whatever happens. */
  fileOf(arm: Arm, place: Place): string | null;
  /** Gets ready whatever has to be there before the copy. */
  ready(arm: Arm): Promise<void>;
  /** Has the copy made, and does in its clock what the conditions add to it. */
  copy(arm: Arm, worker: Worker, file: string | null): Promise<RouteReport>;
  /** Checks what arrived. */
  check(arm: Arm, place: Place, file: string | null): Promise<Checked>;
}

/** Whether this copy is compared byte for byte. */
export function verifies({ verify }: RouteSetting, { round }: Place): boolean {
  return verify === 'all' || (verify === 'first' && round === 0);
}

/** A name that no copy of this run had before. */
export function fileNameOf({ copies }: RouteSetting, arm: Arm, { round, position }: Place): string {
  return join(copies, `${round}-${position}-${arm.name}`);
}
