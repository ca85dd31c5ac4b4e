/** Fixed records of socket routes for the tests of reports. */
import type { ComparisonRecord, RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { fakeMeasured, fakeRecord, fakeScenario, unsupported } from './records.js';

interface Conditions {
  readonly sizeBytes: number;
  readonly referenceNs: number;
  readonly rounds: number;
  readonly halfWidth: number;
}

/** Name, label, runtime, time relative to the reference, copies per byte, system calls at 7 MB. */
const ROWS = [
  ['read-write-4k', 'read/write, 4 KiB buffer', 'javascript', 1, 3, null],
  ['sendfile', 'sendfile', 'native', 0.125, 1, 1],
  ['splice', 'splice, 1 MiB pipe', 'native', 0.13, 1, 14],
  ['stream-pipe', 'stream pipe, default buffers', 'javascript', 0.9, 3, null],
  ['java-read-write-4k', 'Java, 4 KiB buffer', 'peer', 1.2, 3, null],
  ['java-transfer-to', 'Java transferTo', 'peer', 0.2, 1, null],
] as const;

const PAIRS = [
  ['published', 'read-write-4k', 'sendfile'],
  ['published', 'read-write-4k', 'splice'],
  ['published-java', 'java-read-write-4k', 'java-transfer-to'],
] as const;

/** A scenario from file to socket, with every column that such a scenario has. */
export function fakeSocketScenario(conditions: Conditions): ScenarioRecord {
  const scenario = fakeScenario(conditions);
  const { sizeBytes } = conditions;
  const strategies = ROWS.map(([name, label, runtime, relative, copiesPerByte, systemCalls]) => {
    const { speedup, mde, verdict, ...measured } = fakeMeasured(
      [name, label, 'copy', runtime, relative, relative],
      conditions,
    );
    return {
      ...measured,
      ...(name === 'read-write-4k' ? {} : { speedup, mde, verdict }),
      ...(runtime === 'peer' ? { version: 'Java 17.0.15, FileChannel.transferTo' } : {}),
      sentNs: Math.round(measured.medianNs * 0.9),
      machineCpuNsPerByte: sizeBytes >= 100e6 ? relative * 1.5 : null,
      copiesPerByte,
      systemCalls,
      congestion: { worker: 'cubic', companion: 'cubic' },
    };
  });
  const medianOf = (name: string): number =>
    strategies.find((strategy) => strategy.name === name)?.medianNs ?? 0;
  const comparisons = PAIRS.map(([name, slower, faster]): ComparisonRecord => {
    const ratio = medianOf(slower) / medianOf(faster);
    const speedup = { estimate: ratio, low: ratio * 0.95, high: ratio * 1.05 };
    const medians = { slowerMedianNs: medianOf(slower), fasterMedianNs: medianOf(faster) };
    return { name, slower, faster, ...medians, speedup };
  });
  return {
    ...scenario,
    id: `file-to-socket-tcp/${sizeBytes / 1e6}MB/warm/buffered/socket`,
    route: 'file-to-socket',
    socket: {
      kind: 'tcp',
      congestion: 'cubic',
      sendBufferBytes: 2_626_560,
      receiveBufferBytes: 131_072,
    },
    destination: 'socket',
    reference: 'read-write-4k',
    comparisons,
    strategies: [...strategies, unsupported('ruby-splice', 'ruby is not installed')],
  };
}

/** The published suite: file to socket, and the same from file to file. */
export const socketRun: RunRecord = fakeRecord({
  scenarios: [
    fakeSocketScenario({ sizeBytes: 7e6, referenceNs: 9.6e6, rounds: 38, halfWidth: 0.04 }),
    fakeScenario({ sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 40, halfWidth: 0.029 }),
    fakeSocketScenario({ sizeBytes: 200e6, referenceNs: 210e6, rounds: 12, halfWidth: 0.04 }),
    fakeScenario({ sizeBytes: 200e6, referenceNs: 43.1e6, rounds: 24, halfWidth: 0.024 }),
  ],
  warnings: [
    {
      code: 'zerocopy-copied',
      scenario: 'file-to-socket-tcp/7MB/warm/buffered/socket',
      strategy: 'msg-zerocopy',
      message: 'The kernel copied the bytes after all, as it does for every local receiver.',
      remedy: 'Read its row as what asking for zero copy costs in vain.',
    },
  ],
});
