/** Fixed records for the tests of reports: plausible figures of a two-core virtual machine, no clock, no chance. */
import {
  type MeasuredRecord,
  type RunRecord,
  type ScenarioRecord,
  type StrategyRecord,
  FORMAT_VERSION,
} from '../../harness/results/record.js';

type Class = MeasuredRecord['class'];
type Runtime = MeasuredRecord['runtime'];

/** Name, label, class, runtime, and time relative to the reference at 1 GB and at 7 MB. */
type Plan = readonly [string, string, Class, Runtime, number, number];

const PLANS: readonly Plan[] = [
  ['read-write', 'read/write, 64 KiB buffer', 'copy', 'javascript', 1, 1],
  ['read-write-4k', 'read/write, 4 KiB buffer', 'copy', 'javascript', 3.1, 3.6],
  ['read-write-1m', 'read/write, 1 MiB buffer', 'copy', 'javascript', 0.834, 0.93],
  ['read-write-async', 'FileHandle, 64 KiB buffer', 'copy', 'javascript', 2.6, 2.9],
  ['read-file', 'readFile, writeFile', 'copy', 'javascript', 1.9, 1.4],
  ['stream-pipe', 'stream pipe, default buffers', 'copy', 'javascript', 6.2, 5.1],
  ['stream-pipe-1m', 'stream pipe, 1 MiB buffers', 'copy', 'javascript', 1.6, 1.8],
  ['copy-file', 'fs.copyFile (libuv picks the call)', 'copy', 'javascript', 0.88, 0.985],
  ['native-read-write', 'native read/write, 256 KiB buffer', 'copy', 'native', 0.85, 0.94],
  ['splice', 'splice, 1 MiB pipe', 'copy', 'native', 0.763, 0.951],
  ['splice-64k', 'splice, 64 KiB pipe', 'copy', 'native', 0.991, 1.08],
  ['sendfile', 'sendfile', 'copy', 'native', 0.9, 1.01],
  ['copy-file-range', 'copy_file_range', 'copy', 'native', 0.89, 0.99],
  ['mmap-write', 'mmap + write, 1 MiB windows', 'copy', 'native', 1.15, 1.31],
  ['cp', 'cp (starts a program)', 'copy', 'command', 0.87, 1.6],
  ['memory-copy', 'memcpy of the same bytes', 'bound', 'native', 0.39, 0.31],
  ['nothing', 'open, create, close', 'bound', 'javascript', 0.0004, 0.041],
  ['spawn-floor', 'true (starts a program)', 'bound', 'command', 0.0067, 0.52],
];

interface Conditions {
  readonly sizeBytes: number;
  readonly referenceNs: number;
  readonly rounds: number;
  /** Relative half-width of the intervals. */
  readonly halfWidth: number;
  readonly stopped?: ScenarioRecord['stopped'];
  /** Estimate of the control arm. */
  readonly control?: number;
}

/** A scenario of all strategies; `reflink` is unsupported in it. */
export function fakeScenario(conditions: Conditions): ScenarioRecord {
  const { sizeBytes, rounds, halfWidth, stopped = 'precise', control = 1.003 } = conditions;
  const strategies: StrategyRecord[] = PLANS.map((plan) => fakeMeasured(plan, conditions));
  strategies.push(
    unsupported(
      'reflink',
      'EOPNOTSUPP (operation not supported) from ioctl(FICLONE): ext4 has no shared extents',
    ),
  );
  const interval = intervalAround(control, halfWidth / 2, rounds);
  return {
    id: `file-to-file-${sizeBytes}-warm`,
    route: 'file-to-file',
    socket: null,
    fixture: `${sizeBytes / 1e6}MB`,
    sizeBytes,
    cache: 'warm',
    durability: 'buffered',
    destination: 'new',
    reference: 'read-write',
    rounds,
    stopped,
    seed: 20081,
    order: [PLANS.map(([name]) => name)],
    control: {
      speedup: interval,
      noise: interval.high === null ? null : Math.max(interval.high - 1, 1 - interval.low),
      sigma: halfWidth * 0.8,
    },
    comparisons: [publishedComparison(conditions, strategies)],
    strategies,
  };
}

/** A strategy of the plan as measured under the conditions. */
export function fakeMeasured(
  [name, label, strategyClass, runtime, large, small]: Plan,
  { sizeBytes, referenceNs, rounds, halfWidth }: Conditions,
): MeasuredRecord {
  const relative = sizeBytes >= 100e6 ? large : small;
  const medianNs = Math.round(referenceNs * relative);
  const bounded = rounds >= 6;
  const movesBytes = name !== 'nothing' && name !== 'spawn-floor' && sizeBytes > 0;
  const speedup = intervalAround(1 / relative, halfWidth, rounds);
  const compared = strategyClass === 'copy' && name !== 'read-write';
  return {
    name,
    label,
    class: strategyClass,
    runtime,
    outcome: 'measured',
    samples: rounds,
    medianNs,
    lowNs: bounded ? Math.round(medianNs * (1 - halfWidth)) : null,
    highNs: bounded ? Math.round(medianNs * (1 + halfWidth)) : null,
    minNs: Math.round(medianNs * 0.96),
    maxNs: Math.round(medianNs * 1.21),
    meanNs: Math.round(medianNs * 1.02),
    sdNs: Math.round(medianNs * 0.03),
    rmePercent: 2.1,
    bytesPerSecond: movesBytes ? (sizeBytes / medianNs) * 1e9 : null,
    cpuNsPerByte: movesBytes
      ? (medianNs / sizeBytes) * (runtime === 'javascript' ? 1.02 : 0.98)
      : null,
    voluntarySwitches: runtime === 'command' && rounds < 6 ? null : Math.round(relative * 12),
    involuntarySwitches: Math.round(relative * 3),
    minorFaults: 40,
    majorFaults: 0,
    peakRssBytes: 51_000_000,
    sentNs: null,
    machineCpuNsPerByte: null,
    copiesPerByte: null,
    systemCalls: null,
    ...(compared ? { speedup, mde: bounded ? halfWidth * 1.4 : null } : {}),
    ...(compared && speedup.low !== null ? { verdict: verdictOf(speedup) } : {}),
  };
}

interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

function intervalAround(estimate: number, halfWidth: number, rounds: number) {
  if (rounds < 6) return { estimate, low: null, high: null };
  return { estimate, low: estimate * (1 - halfWidth), high: estimate * (1 + halfWidth) };
}

/** With a margin of 5 %. */
function verdictOf({ low, high }: Interval): MeasuredRecord['verdict'] {
  if (low > 0.95 && high < 1.05) return 'same';
  if (low > 1) return 'faster';
  return high < 1 ? 'slower' : 'unclear';
}

function publishedComparison(
  { halfWidth, rounds }: Conditions,
  strategies: readonly StrategyRecord[],
): ScenarioRecord['comparisons'][number] {
  const medianOf = (name: string) => {
    const found = strategies.find((strategy) => strategy.name === name);
    return found?.outcome === 'measured' ? found.medianNs : 0;
  };
  const slowerMedianNs = medianOf('read-write-4k');
  const fasterMedianNs = medianOf('splice');
  return {
    name: 'published',
    slower: 'read-write-4k',
    faster: 'splice',
    slowerMedianNs,
    fasterMedianNs,
    speedup: intervalAround(slowerMedianNs / fasterMedianNs, halfWidth, rounds),
  };
}

export function unsupported(name: string, reason: string): StrategyRecord {
  return { name, label: name, class: 'clone', runtime: 'native', outcome: 'unsupported', reason };
}

export function failed(name: string, reason: string): StrategyRecord {
  return {
    name,
    label: name,
    class: 'copy',
    runtime: 'native',
    outcome: 'failed',
    reason,
    samples: 3,
  };
}

/** The scenario with other figures for the measured strategies named. */
export function withFigures(
  scenario: ScenarioRecord,
  changes: Readonly<Record<string, Partial<MeasuredRecord>>>,
): ScenarioRecord {
  const strategies = scenario.strategies.map((strategy) =>
    strategy.outcome === 'measured' ? { ...strategy, ...changes[strategy.name] } : strategy,
  );
  return { ...scenario, strategies };
}

/** The scenario with these in the places of the strategies of their names, or added. */
export function withStrategies(
  scenario: ScenarioRecord,
  ...others: readonly StrategyRecord[]
): ScenarioRecord {
  const names = new Set(others.map(({ name }) => name));
  const kept = scenario.strategies.filter(({ name }) => !names.has(name));
  return { ...scenario, strategies: [...kept, ...others] };
}

/** The scenario with only the strategies named. */
export function withOnly(scenario: ScenarioRecord, ...names: readonly string[]): ScenarioRecord {
  const strategies = scenario.strategies.filter(({ name }) => names.includes(name));
  return { ...scenario, strategies, comparisons: [] };
}

export function fakeRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    formatVersion: FORMAT_VERSION,
    tool: { name: 'copybench', version: '0.1.0' },
    runId: '2026-11-23T18-30-00-published',
    startedAt: '2026-11-23T18:30:00.000Z',
    finishedAt: '2026-11-23T18:31:58.000Z',
    interrupted: false,
    options: {
      suite: 'published',
      command: 'copybench run --suite published --sizes 7MB,200MB,1GB --seed 20081',
      sizesBytes: [7e6, 200e6, 1e9],
      rounds: { min: 6, max: 40 },
      budgetNs: 270e9,
      verify: 'first',
      seed: 20081,
      directory: '/srv/bench',
      precision: 0.03,
      margin: 0.05,
    },
    machine: fakeMachine,
    ballast: {
      state: 'held',
      touchedBytes: 3.2e9,
      heldBytes: 3.1e9,
      buildNs: 1.9e9,
      hugePages: true,
    },
    time: {
      preparedNs: 4e9,
      measuredNs: 61e9,
      startedNs: 0,
      warmUpNs: 11e9,
      settledNs: 22e9,
      checkedNs: 9e9,
      deletedNs: 6e9,
      explainedNs: 2e9,
      totalNs: 118e9,
    },
    warnings: [],
    scenarios: [],
    ...changes,
  };
}

const fakeMachine: RunRecord['machine'] = {
  hostname: 'bench-vm',
  fingerprint: '3f9c21d07ab4',
  os: {
    name: 'Debian GNU/Linux 13 (trixie)',
    platform: 'linux',
    kernel: '6.12.48+deb13-amd64',
    architecture: 'x64',
  },
  cpu: { model: 'AMD EPYC 9R14', cores: 2, governor: null },
  memory: { totalBytes: 8.2e9, availableBytes: 7.1e9 },
  virtualisation: 'kvm',
  load: [0.12, 0.08, 0.02],
  freePageReporting: true,
  transparentHugePages: 'madvise',
  directory: {
    path: '/srv/bench',
    filesystem: 'ext4',
    mountPoint: '/srv',
    mountOptions: 'rw,relatime',
    device: '/dev/vda',
    scheduler: 'none',
    readAheadKib: 128,
    rotational: false,
    freeBytes: 41e9,
  },
  runtime: { node: 'v20.20.2', libuv: '1.51.0', v8: '11.3.244.8-node.33' },
};
