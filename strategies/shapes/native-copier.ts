/** A strategy whose copying is done by a native copier, which holds the clock. */
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addon, CopierOptions, NativeCopyRequest } from '../../harness/binding/addon.js';
import { loadAddon } from '../../harness/binding/load.js';
import { crcDigest } from '../../harness/core/digests.js';
import { describeError, HarnessError, isSystemError } from '../../harness/core/errors.js';
import {
  defineStrategy,
  type Availability,
  type Checks,
  type CopyJob,
  type Doubt,
  type Leaves,
  type Limit,
  type OwnClock,
  type ProbeContext,
  type Route,
  type Strategy,
  type StrategyClass,
} from '../strategy.js';
import { drainedLoopback, fedLoopback } from './loopback.js';
import { withTrialFolders, type TrialFolders } from './trial-folders.js';

interface NativeShape {
  name: string;
  label: string;
  summary: string;
  /** Name of the copier in `native/`. */
  copier: string;
  /** A number for a strategy of files alone; else its routes, each with its copies. */
  copiesPerByte: number | Strategy['copiesPerByte'];
  options?: CopierOptions;
  class?: StrategyClass;
  leaves?: Leaves;
  checks?: Checks;
  readsAhead?: boolean;
  limit?: Limit;
  onlyNamed?: boolean;
}

/** Size of the probe's source: more than a page, so that a call that moves nothing is noticed. */
const PROBE_BYTES = 8192;

/** A strategy backed by the native copier `shape.copier`; unsupported where a trial copy says so. */
export function nativeStrategy(shape: NativeShape): Strategy {
  const { copier, options, ...words } = shape;
  const copy = (job: CopyJob): Promise<OwnClock> => copyNatively(copier, options ?? {}, job);
  return defineStrategy({
    class: 'copy',
    ...words,
    routes: routesOf(shape),
    runtime: 'native',
    // A clone would leave a file whose next overwrite copies on write.
    inPlace: shape.leaves === undefined && shape.class !== 'clone',
    copy,
    available: (context) => probe(shape, copy, context),
  });
}

function routesOf({ copiesPerByte }: NativeShape): readonly Route[] {
  const all: readonly Route[] = ['file-to-file', 'file-to-socket', 'socket-to-file'];
  return typeof copiesPerByte === 'number'
    ? ['file-to-file']
    : all.filter((route) => route in copiesPerByte);
}

async function copyNatively(
  copier: string,
  options: CopierOptions,
  job: CopyJob,
): Promise<OwnClock> {
  const loaded = loadAddon();
  if (!loaded.ok) throw new HarnessError('E_WORKER', loaded.reason);
  const result = await loaded.addon.copy({ copier, options, ...endsOf(job) });
  return {
    elapsedNs: result.elapsedNs,
    ...(result.sentNs === null ? {} : { sentNs: result.sentNs }),
    usage: result.usage,
    systemCalls: result.systemCalls,
    ...(result.crc32c !== null && { digest: crcDigest('crc32c', result.crc32c) }),
    doubts: doubtsOf(result.granted),
  };
}

type Ends<R = NativeCopyRequest> = R extends unknown ? Omit<R, 'copier' | 'options'> : never;

function endsOf(job: CopyJob): Ends {
  switch (job.route) {
    case 'file-to-file':
      return {
        route: job.route,
        source: job.source,
        destination: job.destination,
        ...(job.existing && { existing: true }),
      };
    case 'file-to-socket': {
      const { route, source, sizeBytes } = job;
      return { route, source, sizeBytes, socket: job.connection.fd };
    }
    default: {
      const { route, destination, sizeBytes } = job;
      return { route, destination, sizeBytes, socket: job.connection.fd };
    }
  }
}

/** Sends that the kernel was to make without copying, and copied; native/msg_zerocopy.cc counts them. */
function doubtsOf(granted: Readonly<Record<string, number>>): Doubt[] {
  return granted['copiedSends'] ? ['zerocopy-copied'] : [];
}

/** Copies a small file on the real route: only the kernel knows whether it can here. */
async function probe(
  shape: NativeShape,
  copy: (job: CopyJob) => Promise<OwnClock>,
  context: ProbeContext,
): Promise<Availability> {
  const loaded = loadAddon();
  if (!loaded.ok) return { available: false, reason: loaded.reason };
  const { addon } = loaded;
  const described = addon.copiers().find(({ name }) => name === shape.copier);
  if (!described?.available) {
    return { available: false, reason: described?.reason ?? `no copier named ${shape.copier}` };
  }
  return withTrialFolders(context, async (folders): Promise<Availability> => {
    try {
      const destination = await trial({ addon, copy, context, folders });
      return shape.leaves === undefined ? await arrived(destination) : { available: true };
    } catch (error) {
      // Only a copier's own call can be "not here"; a directory that refuses open(2) refuses every strategy.
      const refusal =
        isSystemError(error) &&
        error.syscall !== 'open' &&
        addon.isUnsupported(shape.copier, error.errno);
      if (!refusal) throw error;
      return { available: false, reason: `${describeError(error)} ${placeOf(context)}` };
    }
  });
}

interface Trial {
  addon: Addon;
  copy: (job: CopyJob) => Promise<OwnClock>;
  context: ProbeContext;
  folders: TrialFolders;
}

/** One small copy; returns where its bytes have to be. */
async function trial({ addon, copy, context, folders }: Trial): Promise<string> {
  const { route, socket } = context;
  const source = join(folders.source, 'source');
  const destination = join(folders.destination, 'destination');
  const sizeBytes = PROBE_BYTES;
  await writeFile(source, Buffer.alloc(sizeBytes, 7));
  const loopback = { addon, socket, folder: folders.destination, sizeBytes };
  if (route === 'file-to-file') {
    await copy({ route, source, destination, sizeBytes });
  } else if (route === 'file-to-socket') {
    await drainedLoopback(loopback, destination, (connection) =>
      copy({ route, source, connection, sizeBytes }),
    );
  } else if (route === 'socket-to-file') {
    await fedLoopback(loopback, source, (connection) =>
      copy({ route, connection, destination, sizeBytes }),
    );
  }
  return destination;
}

function placeOf({ route, socket, sourceDirectory }: ProbeContext): string {
  if (route !== 'file-to-file') return `over a ${socket} socket`;
  return sourceDirectory === undefined ? 'in this directory' : 'between these two directories';
}

async function arrived(destination: string): Promise<Availability> {
  const { size } = await stat(destination);
  if (size === PROBE_BYTES) return { available: true };
  return { available: false, reason: `a trial copy moved ${size} of ${PROBE_BYTES} bytes` };
}
