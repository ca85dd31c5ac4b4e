/** Takes one sample, on every route alike: settle, make the source warm or cold, have it copied, check, delete. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../core/clock.js';
import { settle } from '../measure/dirty-pages.js';
import { busyMs, machineCpu, machineCpuBetween } from '../measure/machine-cpu.js';
import { deviceReads } from '../measure/device-reads.js';
import type { MemoryProof } from '../measure/free-memory.js';
import { makeCold, makeWarm } from '../measure/page-cache.js';
import type { Arm } from '../measure/plan.js';
import type { Sample } from '../measure/sample.js';
import type { Place, TakeSample } from '../measure/scheduler.js';
import { stealMs } from '../measure/steal.js';
import { SourceDigests } from './check-digest.js';
import { requireGround, requireMounts } from './ground.js';
import type { Checked, RouteReport, RouteSetting, Way } from './route.js';

/** State of the machine just before a copy. */
type Before = Pick<
  Sample,
  'residentShare' | 'touchFactor' | 'dirtyBytesBefore' | 'settleNs' | 'atNs'
>;
/** What the machine did meanwhile. */
type Meanwhile = Pick<Sample, 'stealMs' | 'machineCpuMs' | 'machineCpu' | 'deviceReadBytes'>;

/** How samples of `route` are taken, by its own way. */
export function sampling(route: RouteSetting, way: Way): TakeSample {
  const digests = new SourceDigests(route.source);
  const readBytes = deviceReads(dirname(route.source));
  return async (arm, worker, place) => {
    const file = way.fileOf(arm, place);
    // A worker that was given up may have made it after all, before it was gone.
    await remove(file);
    let sample: Sample;
    try {
      await way.ready(arm);
      const before = await prepare(route);
      const { result: report, meanwhile } = await watched(readBytes, () =>
        way.copy(arm, worker, file),
      );
      const checked = await way.check(arm, place, file);
      checked.checkNs += await checkDigest(route, arm, report, digests);
      const deleteNs = await timed(route.clock, () => remove(file));
      sample = assemble(route, arm, { place, before, report, meanwhile, checked, deleteNs });
    } catch (error) {
      try {
        await remove(file);
      } finally {
        // What made the copy fail may have made this fail as well.
        if (route.endsWithGround) await requireGround(route, file !== null, error);
      }
      throw error;
    }
    // A copy may go well on another filesystem, and is no sample then.
    requireMounts(route);
    return sample;
  };
}

/** Lets the machine come to rest and puts the source into the state it is to be copied from. */
async function prepare(route: RouteSetting): Promise<Before> {
  const { clock, addon, copies, sizeBytes, source } = route;
  const startedNs = clock.monotonicNs();
  await route.memory?.take();
  const settled = await settle(copies, sizeBytes, { addon, clock });
  if (settled.timedOut) {
    route.doubt('settle-timed-out', `${settled.dirtyBytesBefore} bytes stayed dirty for 30 s.`);
  }
  if (settled.unknown) route.doubt('settle-unknown', UNSETTLED);
  const { cache } = route.conditions;
  const { residentShare, problem, notDropped } =
    cache === 'warm'
      ? await makeWarm(source, addon)
      : await makeCold(source, addon, route.dropCaches);
  if (problem !== null)
    route.doubt(residentShare === null ? 'cache-unverified' : `cache-not-${cache}`, problem);
  if (notDropped !== undefined) route.doubt('caches-not-dropped', notDropped);
  const memory = await readyMemory(route);
  const now = clock.monotonicNs();
  return {
    residentShare,
    ...memory,
    dirtyBytesBefore: settled.dirtyBytesBefore,
    settleNs: now - startedNs,
    atNs: now - route.runBeganNs,
  };
}

const UNSETTLED =
  'How much is dirty, or may be, is not told by /proc/meminfo and /proc/sys/vm: no copy waited for writeback.';

/** The last thing before a copy: nothing else may use the memory that is made ready for it. */
async function readyMemory(route: RouteSetting): Promise<Pick<Sample, 'touchFactor'>> {
  if (route.conditions.memory === undefined) return {};
  const { touchFactor, problem } = (await route.memory?.ready()) ?? NO_KEEPER;
  if (problem !== null) route.doubt('memory-unverified', problem);
  return { touchFactor };
}

const NO_KEEPER: MemoryProof = { touchFactor: null, problem: 'The native addon is not built.' };

/** Does `work`, and tells what the machine did meanwhile. */
async function watched<T>(
  readBytes: () => number | undefined,
  work: () => Promise<T>,
): Promise<{ result: T; meanwhile: Meanwhile }> {
  const readBefore = readBytes();
  const stolen = stealMs();
  const cpuBefore = machineCpu();
  const result = await work();
  const read = difference(readBytes() ?? null, readBefore ?? null);
  const cpu = machineCpuBetween(cpuBefore, machineCpu());
  const meanwhile = {
    stealMs: difference(stealMs(), stolen),
    machineCpuMs: cpu && busyMs(cpu),
    ...(cpu && { machineCpu: cpu }),
    ...(read !== null && { deviceReadBytes: read }),
  };
  return { result, meanwhile };
}

/** Compares what a strategy that looks at its bytes says of them with the source; returns how long that took. */
async function checkDigest(
  route: RouteSetting,
  { strategy }: Arm,
  { digest }: RouteReport,
  digests: SourceDigests,
): Promise<number> {
  const { checks } = strategy;
  if (!checks || route.verify === 'none') return 0;
  return timed(route.clock, () => digests.check(checks, digest));
}

interface Parts {
  place: Place;
  before: Before;
  report: RouteReport;
  meanwhile: Meanwhile;
  checked: Checked;
  deleteNs: number;
}

/** A sample of all that was seen of one copy. Doubts that the strategy has itself are passed on. */
function assemble(route: RouteSetting, arm: Arm, parts: Parts): Sample {
  const { usage, digest: _, doubts = [], ...report } = parts.report;
  for (const doubt of doubts) route.doubt(doubt, DOUBTS[doubt], arm.strategy.name);
  return {
    scenario: route.scenario,
    strategy: arm.name,
    ...parts.place,
    ...parts.before,
    ...report,
    bytes: movesBytes(route, arm) ? route.sizeBytes : 0,
    ...(usage ?? UNKNOWN_USAGE),
    ...parts.meanwhile,
    ...parts.checked,
    deleteNs: parts.deleteNs,
  };
}

const DOUBTS = {
  'zerocopy-copied': 'The kernel copied the bytes after all, as it does for every local receiver.',
} as const;

/** A bound without a single copy per byte is a floor: it moves nothing. A clone stands for all bytes. */
function movesBytes({ route }: RouteSetting, { strategy }: Arm): boolean {
  return strategy.class !== 'bound' || (strategy.copiesPerByte[route] ?? 0) > 0;
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

/** How long `work` takes, nanoseconds. */
export async function timed(clock: Clock, work: () => Promise<void>): Promise<number> {
  const startedNs = clock.monotonicNs();
  await work();
  return clock.monotonicNs() - startedNs;
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : Math.max(0, after - before);
}

async function remove(file: string | null): Promise<void> {
  if (file !== null) await rm(file, { force: true });
}
