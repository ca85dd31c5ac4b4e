/** A run whose strategies differ in all that an explanation tells: calls, threads, CPU time, faults, clones, looks. */
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import {
  fakeRecord,
  fakeMeasured,
  fakeScenario,
  unsupported,
  withFigures,
  withOnly,
  withStrategies,
} from './records.js';

type Calls = MeasuredRecord['calls'];
type Trace = Extract<NonNullable<Calls>, { counted: 'strace' }>;

/** As counted in a copy under strace. */
export function trace(byName: Record<string, number>, changes: Partial<Trace> = {}): Trace {
  const total = Object.values(byName).reduce((a, b) => a + b, 0);
  return {
    counted: 'strace',
    byName,
    bytesPerCall: 65_420,
    largestBytes: 65_536,
    others: 180,
    othersByName: { futex: 127, openat: 4 },
    threads: 1,
    byMainThread: total,
    ...changes,
  };
}

const SEVEN_MB = { sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 40, halfWidth: 0.029 };
const ONE_GB = { sizeBytes: 1e9, referenceNs: 217e6, rounds: 12, halfWidth: 0.028 };
const NAMES = [
  'read-write',
  'read-write-1m',
  'stream-pipe',
  'copy-file',
  'splice',
  'splice-64k',
  'cp',
  'memory-copy',
  'spawn-floor',
];

const KNOWN = { sharedBytes: 0, copiesPerByte: 1 };
const POOL = { threads: 4, byMainThread: 0 };

function smallFigures(): Record<string, Partial<MeasuredRecord>> {
  return {
    'read-write': {
      ...KNOWN,
      copiesPerByte: 2,
      cpuNsPerByte: 2.4e6 / 7e6,
      eventLoopDelayMaxNs: 150_000,
      systemCalls: 215,
      calls: trace({ read: 108, write: 107 }),
    },
    'read-write-1m': {
      ...KNOWN,
      copiesPerByte: 2,
      cpuNsPerByte: 2.2e6 / 7e6,
      eventLoopDelayMaxNs: 2.6e6,
      systemCalls: 15,
      calls: trace({ read: 8, write: 7 }, { bytesPerCall: 1e6, largestBytes: 2 ** 20 }),
    },
    'stream-pipe': {
      ...KNOWN,
      copiesPerByte: 2,
      cpuNsPerByte: 6e6 / 7e6,
      voluntarySwitches: 431.5,
      involuntarySwitches: 161.5,
      minorFaults: 1709,
      eventLoopDelayMaxNs: 5.94e6,
      systemCalls: 215,
      calls: trace(
        { read: 108, write: 107 },
        { ...POOL, others: 1661, othersByName: { futex: 1211, epoll_pwait: 141 } },
      ),
    },
    'copy-file': {
      ...KNOWN,
      systemCalls: 1,
      calls: trace(
        { copy_file_range: 1 },
        { bytesPerCall: 7e6, largestBytes: 7e6, byMainThread: 0 },
      ),
    },
    splice: {
      ...KNOWN,
      cpuNsPerByte: 2.28e6 / 7e6,
      systemCalls: 14,
      calls: trace({ splice: 14 }, { bytesPerCall: 1e6, largestBytes: 2 ** 20, byMainThread: 0 }),
    },
    'splice-64k': {
      ...KNOWN,
      cpuNsPerByte: 2.5e6 / 7e6,
      systemCalls: 214,
      calls: trace({ splice: 214 }, { byMainThread: 0 }),
    },
    cp: {
      ...KNOWN,
      cpuNsPerByte: 3.3e6 / 7e6,
      minorFaults: 108.5,
      systemCalls: 2,
      calls: trace(
        { copy_file_range: 2 },
        { bytesPerCall: 7e6, largestBytes: 7e6, byMainThread: 0 },
      ),
    },
    'memory-copy': { limit: 'memory' },
  };
}

/** CPU time of a copy of 1 GB. */
function halves(userUs: number, systemUs: number): Partial<MeasuredRecord> {
  return {
    cpuUserUs: userUs,
    cpuSystemUs: systemUs,
    cpuNsPerByte: (userUs + systemUs) / 1e6,
  };
}

/** Too large for strace: native copiers count their own, the others do not. */
function largeFigures(): Record<string, Partial<MeasuredRecord>> {
  const uncounted: Calls = {
    counted: null,
    reason: 'not counted: strace, which slows every call, counts copies up to 16 MB',
  };
  return {
    'read-write': { ...KNOWN, copiesPerByte: 2, calls: uncounted, ...halves(20_000, 192_000) },
    'read-write-1m': { ...KNOWN, copiesPerByte: 2, calls: uncounted, ...halves(4_000, 172_000) },
    'stream-pipe': {
      ...KNOWN,
      copiesPerByte: 2,
      calls: uncounted,
      ...halves(700_000, 800_000),
      machineCpu: { userMs: 1200, systemMs: 1140, softirqMs: 30, stealMs: 50 },
    },
    'copy-file': { ...KNOWN, calls: uncounted },
    splice: {
      ...KNOWN,
      systemCalls: 1908,
      calls: { counted: 'copier' },
      ...halves(1_000, 163_000),
    },
    'splice-64k': { ...KNOWN, systemCalls: 30_518, calls: { counted: 'copier' } },
    cp: { ...KNOWN, cpuNsPerByte: null, voluntarySwitches: null, calls: uncounted },
    'memory-copy': { limit: 'memory' },
  };
}

function scenario(
  conditions: Parameters<typeof fakeScenario>[0],
  figures: Record<string, Partial<MeasuredRecord>>,
): ScenarioRecord {
  const all = withOnly(fakeScenario(conditions), ...NAMES);
  const clone = fakeMeasured(
    ['reflink', 'reflink (FICLONE)', 'clone', 'native', 0.002, 0.03],
    conditions,
  );
  return withStrategies(
    withFigures(all, figures),
    { ...clone, systemCalls: 1, sharedBytes: conditions.sizeBytes },
    unsupported('ruby-splice', 'ruby is not installed'),
  );
}

export const explainedRun: RunRecord = fakeRecord({
  scenarios: [scenario(SEVEN_MB, smallFigures()), scenario(ONE_GB, largeFigures())],
});
