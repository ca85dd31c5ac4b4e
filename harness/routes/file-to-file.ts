/** The route from file to file: settles, warms, has one copy made, checks it and deletes it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addon } from '../binding/addon.js';
import type { Clock } from '../core/clock.js';
import { settle } from '../measure/dirty-pages.js';
import { makeWarm } from '../measure/page-cache.js';
import type { Arm } from '../measure/plan.js';
import type { CopyReport } from '../measure/protocol.js';
import type { Sample } from '../measure/sample.js';
import type { Place, TakeSample } from '../measure/scheduler.js';
import { stealMs } from '../measure/steal.js';
import type { Worker } from '../measure/worker-process.js';
import { checkContent, checkSize, type Copied } from './check-copy.js';

/** Which copies are compared byte for byte: the first of every strategy, all, or none. */
export type VerifyPolicy = 'first' | 'all' | 'none';

export interface FileToFile {
  scenario: string;
  source: string;
  sizeBytes: number;
  /** Fresh folder that holds nothing but destinations. */
  copies: string;
  verify: VerifyPolicy;
  /** Undefined where it is not built. */
  addon: Addon | undefined;
  clock: Clock;
  /** Monotonic time at which the run began, nanoseconds. */
  runBeganNs: number;
  /** Told of a source that could not be proven warm, and of a machine that did not calm down. */
  doubt(code: 'cache-not-warm' | 'cache-unverified' | 'settle-timed-out', message: string): void;
}

/** State of the machine just before a copy. */
type Before = Pick<Sample, 'residentShare' | 'dirtyBytesBefore' | 'settleNs' | 'atNs'>;
/** What checking found. */
type Checked = Pick<Sample, 'checked' | 'sharedBytes' | 'checkNs'>;

/** How this route takes one sample. */
export function fileToFile(route: FileToFile): TakeSample {
  return async (arm, worker, place) => {
    const destination = join(route.copies, `${place.round}-${place.position}-${arm.name}`);
    try {
      const before = await prepare(route);
      const stolen = stealMs();
      const report = await askForCopy(route, worker, destination);
      const stealDuring = difference(stealMs(), stolen);
      const checked = await check(route, arm, place, destination);
      const deleteNs = await timed(route.clock, () => rm(destination, { force: true }));
      return assemble(route, arm, {
        place,
        before,
        report,
        checked,
        deleteNs,
        stealMs: stealDuring,
      });
    } catch (error) {
      await rm(destination, { force: true });
      throw error;
    }
  };
}

async function prepare(route: FileToFile): Promise<Before> {
  const { clock, addon, copies, sizeBytes, source } = route;
  const startedNs = clock.monotonicNs();
  const settled = await settle(copies, sizeBytes, { addon, clock });
  if (settled.timedOut) {
    route.doubt('settle-timed-out', `${settled.dirtyBytesBefore} bytes stayed dirty for 30 s.`);
  }
  const warm = await makeWarm(source, addon);
  if (warm.problem !== null) {
    route.doubt(warm.residentShare === null ? 'cache-unverified' : 'cache-not-warm', warm.problem);
  }
  const now = clock.monotonicNs();
  return {
    residentShare: warm.residentShare,
    dirtyBytesBefore: settled.dirtyBytesBefore,
    settleNs: now - startedNs,
    atNs: now - route.runBeganNs,
  };
}

function askForCopy(
  { source, sizeBytes }: FileToFile,
  worker: Worker,
  destination: string,
): Promise<CopyReport> {
  return worker.copy({ route: 'file-to-file', source, destination, sizeBytes });
}

async function check(
  route: FileToFile,
  arm: Arm,
  place: Place,
  destination: string,
): Promise<Checked> {
  const { source, sizeBytes, addon, clock, verify } = route;
  const { leaves } = arm.strategy;
  const copied: Copied = { source, destination, sizeBytes, leaves };
  const startedNs = clock.monotonicNs();
  await checkSize(copied);
  const isCopy = leaves === 'copy';
  const compares = isCopy && (verify === 'all' || (verify === 'first' && place.round === 0));
  if (compares) await checkContent(copied, addon);
  const sharedBytes = isCopy && addon ? await shared(destination, addon) : null;
  const size = isCopy ? 'size' : 'none';
  return {
    checked: compares ? 'content' : size,
    sharedBytes,
    checkNs: clock.monotonicNs() - startedNs,
  };
}

/** Extents shared with the source mean that no data was moved, whatever the call was named. */
async function shared(destination: string, addon: Addon): Promise<number | null> {
  const { known, sharedBytes } = await addon.extentSharing(destination);
  return known ? sharedBytes : null;
}

interface Parts {
  place: Place;
  before: Before;
  report: CopyReport;
  checked: Checked;
  deleteNs: number;
  stealMs: number | null;
}

function assemble(route: FileToFile, arm: Arm, parts: Parts): Sample {
  const { usage, ...report } = parts.report;
  return {
    scenario: route.scenario,
    strategy: arm.name,
    ...parts.place,
    ...parts.before,
    ...report,
    bytes: movesBytes(arm) ? route.sizeBytes : 0,
    ...(usage ?? UNKNOWN_USAGE),
    ...parts.checked,
    deleteNs: parts.deleteNs,
    stealMs: parts.stealMs,
  };
}

/** A bound without a single copy per byte is a floor: it moves nothing. A clone stands for all bytes. */
function movesBytes({ strategy }: Arm): boolean {
  return strategy.class !== 'bound' || strategy.copiesPerByte > 0;
}

const UNKNOWN_USAGE = {
  cpuUserUs: null,
  cpuSystemUs: null,
  voluntarySwitches: null,
  involuntarySwitches: null,
  minorFaults: null,
  majorFaults: null,
  peakRssBytes: null,
} as const;

async function timed(clock: Clock, work: () => Promise<void>): Promise<number> {
  const startedNs = clock.monotonicNs();
  await work();
  return clock.monotonicNs() - startedNs;
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : Math.max(0, after - before);
}
