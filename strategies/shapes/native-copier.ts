/** A strategy whose copying is done by a native copier, which holds the clock. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CopierOptions } from '../../harness/binding/addon.js';
import { loadAddon } from '../../harness/binding/load.js';
import { describeError, HarnessError, isSystemError } from '../../harness/core/errors.js';
import {
  defineStrategy,
  type Availability,
  type CopyJob,
  type Leaves,
  type OwnClock,
  type Strategy,
  type StrategyClass,
} from '../strategy.js';

interface NativeShape {
  name: string;
  label: string;
  summary: string;
  /** Name of the copier in `native/`. */
  copier: string;
  copiesPerByte: number;
  options?: CopierOptions;
  class?: StrategyClass;
  leaves?: Leaves;
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
    routes: ['file-to-file'],
    runtime: 'native',
    copy,
    available: ({ directory }) => probe(shape, copy, directory),
  });
}

async function copyNatively(
  copier: string,
  options: CopierOptions,
  { source, destination }: CopyJob,
): Promise<OwnClock> {
  const loaded = loadAddon();
  if (!loaded.ok) throw new HarnessError('E_WORKER', loaded.reason);
  const result = await loaded.addon.copy({ copier, source, destination, options });
  return { elapsedNs: result.elapsedNs, usage: result.usage, systemCalls: result.systemCalls };
}

/** Copies a small file in the real directory: only the kernel knows whether this filesystem can. */
async function probe(
  shape: NativeShape,
  copy: (job: CopyJob) => Promise<OwnClock>,
  directory: string,
): Promise<Availability> {
  const loaded = loadAddon();
  if (!loaded.ok) return { available: false, reason: loaded.reason };
  const described = loaded.addon.copiers().find(({ name }) => name === shape.copier);
  if (!described?.available) {
    return { available: false, reason: described?.reason ?? `no copier named ${shape.copier}` };
  }
  const folder = await mkdtemp(join(directory, 'probe-'));
  try {
    const source = join(folder, 'source');
    const destination = join(folder, 'destination');
    await writeFile(source, Buffer.alloc(PROBE_BYTES, 7));
    await copy({ route: 'file-to-file', source, destination, sizeBytes: PROBE_BYTES });
    return shape.leaves === undefined ? await arrived(destination) : { available: true };
  } catch (error) {
    // Only a copier's own call can be "not here"; a directory that refuses open(2) refuses every strategy.
    const refusal =
      isSystemError(error) &&
      error.syscall !== 'open' &&
      loaded.addon.isUnsupported(shape.copier, error.errno);
    if (!refusal) throw error;
    return { available: false, reason: `${describeError(error)} in this directory` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function arrived(destination: string): Promise<Availability> {
  const { size } = await stat(destination);
  if (size === PROBE_BYTES) return { available: true };
  return { available: false, reason: `a trial copy moved ${size} of ${PROBE_BYTES} bytes` };
}
