/** The most that the results of a run take on a disk, known from its plan before the first copy. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../../core/errors.js';
import { formatSize } from '../../core/units.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import type { Sample } from '../../measure/sample.js';
import type { RunEvent } from '../../results/events.js';
import { LARGEST_LINES_BYTES } from '../../results/store.js';

/** No whole number in JSON has more digits. */
const COUNT = Number.MAX_SAFE_INTEGER;
/** JSON has at most 17 digits, a point and an exponent of any number: 23 characters, as here. */
const FRACTION = Number.MAX_VALUE;
/** TCP_CA_NAME_MAX of Linux (include/net/tcp.h): 16 with the NUL at the end. */
const CONGESTION = 'x'.repeat(15);
/** `a process that takes part in copies (4194304) was stopped and continued` has 72. */
const DISCARDED_REASON = 'x'.repeat(128);

/** Every field that a sample may have, as long as it can be; about 1.3 kB. */
const LONGEST_SAMPLE: Omit<Required<Sample>, 'scenario' | 'strategy'> = {
  run: COUNT,
  round: COUNT,
  position: COUNT,
  atNs: COUNT,
  elapsedNs: COUNT,
  sentNs: COUNT,
  roundTripNs: COUNT,
  bytes: COUNT,
  cpuUserUs: COUNT,
  cpuSystemUs: COUNT,
  voluntarySwitches: COUNT,
  involuntarySwitches: COUNT,
  minorFaults: COUNT,
  majorFaults: COUNT,
  peakRssBytes: COUNT,
  systemCalls: COUNT,
  eventLoopDelayMaxNs: COUNT,
  congestion: CONGESTION,
  companionCongestion: CONGESTION,
  checked: 'content',
  sharedBytes: COUNT,
  extents: COUNT,
  allocatedBytes: COUNT,
  residentShare: FRACTION,
  touchFactor: FRACTION,
  deviceReadBytes: COUNT,
  syncNs: COUNT,
  dirtyBytesBefore: COUNT,
  stealMs: FRACTION,
  machineCpuMs: FRACTION,
  machineCpu: { userMs: FRACTION, systemMs: FRACTION, softirqMs: FRACTION },
  http: {
    requests: COUNT,
    connections: COUNT,
    congestion: CONGESTION,
    latencyP50Ns: COUNT,
    latencyP99Ns: COUNT,
    loopDelay: { p50Ns: COUNT, p99Ns: COUNT, maxNs: COUNT },
  },
  settleNs: COUNT,
  checkNs: COUNT,
  deleteNs: COUNT,
};

/** What a file takes, in bytes: by itself, and more for everything that it tells of. */
interface Weights {
  file: number;
  scenario: number;
  arm: number;
  copy: number;
}

/**
 * Of `record.json`: machine with its checks, options and warnings; per arm its figures and the system calls of one
 * copy, by name; per copy its place in the order of its round. Each some three times what real runs have.
 */
const RECORD: Weights = { file: 100_000, scenario: 5000, arm: 8000, copy: 64 };

/**
 * Of `report.html`, `report.md` and its pictures. The page has ECharts (0.6 MB) and pictures up to 0.9 MB; per arm
 * its row in a dozen tables and charts; per copy a dot as data and in the pictures of both colour schemes. Each some
 * three times what real reports have.
 */
const REPORTS: Weights = { file: 2_000_000, scenario: 100_000, arm: 30_000, copy: 700 };

/** Of `journal.jsonl`, per arm: a failure with the last words of its process (2000 characters), and doubts. */
const JOURNAL_OF_ARM_BYTES = 8000;

/** What is written beside the old one first, and takes its place then, stands twice for a moment. */
const ATOMIC = 2;

/** A run with its reports, to its end. @throws as `passBytes` */
export function runBytes(plans: readonly ScenarioPlan[]): number {
  return passBytes(plans) + ATOMIC * weigh(REPORTS, plans);
}

/**
 * The same without reports, as passes of a gate are stored.
 *
 * @throws HarnessError `E_USAGE` when its samples may be more than a report reads
 */
export function passBytes(plans: readonly ScenarioPlan[]): number {
  const samples = samplesBytes(plans);
  if (samples > LARGEST_LINES_BYTES) throw tooManySamples(plans, samples);
  return planBytes(plans) + ATOMIC * weigh(RECORD, plans) + samples + journalBytes(plans);
}

function tooManySamples(plans: readonly ScenarioPlan[], bytes: number): HarnessError {
  const copies = plans.reduce((sum, plan) => sum + copiesOf(plan), 0);
  return new HarnessError(
    'E_USAGE',
    `${copies} copies are planned, whose samples may take ${formatSize(bytes)}; a report reads ` +
      `${formatSize(LARGEST_LINES_BYTES)} of them. Ask for fewer --rounds, sizes, strategies or conditions, ` +
      'and make several runs.',
  );
}

/** What lies in a directory of results by now. */
export async function storedBytes(directory: string): Promise<number> {
  const sizes = (await readdir(directory)).map((name) => stat(join(directory, name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

/** `plan.json` has what `JSON.stringify` makes of the plans, indented; and the machine, as the record. */
function planBytes(plans: readonly ScenarioPlan[]): number {
  const stored = plans.map((plan) => ({ ...plan, versions: [...plan.versions] }));
  return RECORD.file + Buffer.byteLength(JSON.stringify({ scenarios: stored }, null, 2));
}

function weigh({ file, scenario, arm, copy }: Weights, plans: readonly ScenarioPlan[]): number {
  return plans.reduce(
    (sum, plan) =>
      sum + scenario + arm * (plan.arms.length + plan.unsupported.length) + copy * copiesOf(plan),
    file,
  );
}

/** `samples.jsonl`, where every line is as long as it can be. */
function samplesBytes(plans: readonly ScenarioPlan[]): number {
  return perCopy(plans, ({ id }, strategy) => sampleBytes(id, strategy));
}

/**
 * `journal.jsonl`, with a line for every second copy that is made again: those are disturbed from outside, so that no
 * plan knows how many there will be.
 */
function journalBytes(plans: readonly ScenarioPlan[]): number {
  const arms = plans.reduce((sum, plan) => sum + plan.arms.length, 0);
  return JOURNAL_OF_ARM_BYTES * arms + perCopy(plans, eventBytes) / 2;
}

/** The sum over all copies of what each takes. */
function perCopy(
  plans: readonly ScenarioPlan[],
  bytesOf: (plan: ScenarioPlan, strategy: string) => number,
): number {
  return plans.reduce(
    (sum, plan) =>
      sum + roundsOf(plan) * plan.arms.reduce((round, { name }) => round + bytesOf(plan, name), 0),
    0,
  );
}

/** The longest line of `samples.jsonl` for a strategy in a scenario, in bytes. */
export function sampleBytes(scenario: string, strategy: string): number {
  return lineBytes({ scenario, strategy, ...LONGEST_SAMPLE });
}

function eventBytes({ id }: ScenarioPlan, strategy: string): number {
  const about = { scenario: id, strategy, round: COUNT };
  const event: RunEvent = {
    type: 'discarded',
    ...about,
    reason: DISCARDED_REASON,
    at: new Date(0).toISOString(),
  };
  return lineBytes(event);
}

function lineBytes(value: object): number {
  return Buffer.byteLength(`${JSON.stringify(value)}\n`);
}

/** Most that are taken: blocks of two, a round of warm-up, and another one where the run is resumed. */
function roundsOf({ rounds: { max } }: ScenarioPlan): number {
  return max + (max % 2) + 2;
}

function copiesOf(plan: ScenarioPlan): number {
  return roundsOf(plan) * plan.arms.length;
}
