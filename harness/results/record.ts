/** The record of a run: what `record.json` holds. Every report is made from this and `samples.jsonl` alone. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { digestAlgorithmSchema } from '../core/digests.js';
import { clientFigureSchema } from '../measure/client-figure.js';
import { callCountSchema } from '../measure/call-count.js';
import { STOP_REASONS } from '../measure/stop-rule.js';
import { directorySchema, machineSchema, type Directory } from '../machine/machine.js';
import { askedSchema } from './asked.js';
import { costFields } from './costs.js';
import { commitSchema, levelsSchema, mergedRunSchema } from './record-origin.js';
import { ballastSchema, timeAccountSchema } from './run-account.js';
import { seamSchema } from './seam.js';
import { warningSchema } from './warning.js';

/** Raised with every change of meaning; a record of another version is refused, never misread. */
export const FORMAT_VERSION = 2;

const count = z.number().int().nonnegative();
const nanoseconds = z.number().nonnegative();

/** An estimate and its 95 % interval; null bounds mean too few rounds for an interval. */
export const estimateSchema = z.object({
  estimate: z.number().positive(),
  low: z.number().positive().nullable(),
  high: z.number().positive().nullable(),
});

export const verdictSchema = z.enum(['faster', 'slower', 'same', 'unclear']);
export type Verdict = z.infer<typeof verdictSchema>;

const limitSchema = z.enum(['memory', 'device-read', 'device-write', 'cached-write']);

const strategyBase = {
  name: bounded.name,
  label: bounded.name,
  class: z.enum(['copy', 'clone', 'bypass', 'bound']),
  runtime: z.enum(['javascript', 'native', 'command', 'peer']),
  /** Of a bound that limits copies: which of their parts it measures. */
  limit: limitSchema.optional(),
  /** Of a strategy that computes a digest of what it copies: which, and the one that copies without looking. */
  checks: z.object({ algorithm: digestAlgorithmSchema, twin: bounded.name }).optional(),
};

export const measuredSchema = z.object({
  ...strategyBase,
  outcome: z.literal('measured'),
  /** A peer's version and, where it can tell, the system call it uses. */
  version: bounded.text.optional(),
  samples: count,
  medianNs: nanoseconds,
  /** Order-statistic interval of the median; null with too few rounds. */
  lowNs: nanoseconds.nullable(),
  highNs: nanoseconds.nullable(),
  minNs: nanoseconds,
  maxNs: nanoseconds,
  /** By tinybench, as are the next two; shown for compatibility, never decides. */
  meanNs: nanoseconds,
  sdNs: nanoseconds,
  rmePercent: z.number().nonnegative(),
  /** Source bytes over the median; null for a bound that moves no bytes and for empty fixtures. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  /** Median of user + system CPU time per byte; null as above. */
  cpuNsPerByte: z.number().nonnegative().nullable(),
  /** Mean CPU time of the whole machine per byte; null for copies too short for a count in ticks, and as above. */
  machineCpuNsPerByte: z.number().nonnegative().nullable(),
  /** How often the CPU copies each byte on this route, by design; null where nobody says. */
  copiesPerByte: z.number().nonnegative().nullable(),
  /** Medians over the samples; null where no sample knows them. */
  voluntarySwitches: z.number().nonnegative().nullable(),
  involuntarySwitches: z.number().nonnegative().nullable(),
  minorFaults: z.number().nonnegative().nullable(),
  majorFaults: z.number().nonnegative().nullable(),
  /** Largest over the samples; null where no sample knows it. */
  peakRssBytes: count.nullable(),
  /** Median time until the sender was done; null on other routes. */
  sentNs: nanoseconds.nullable(),
  /** TCP: what each end of its connection sends under; null where it cannot be told. */
  congestion: z
    .object({ worker: bounded.name.nullable(), companion: bounded.name.nullable() })
    .optional(),
  /** Median time of the fdatasync(2) that `medianNs` holds; absent from buffered scenarios. */
  syncNs: nanoseconds.optional(),
  /** Median of bytes read from the block device during a copy; absent where it is not known. */
  deviceReadBytes: z.number().nonnegative().optional(),
  ...costFields,
  /** Of one copy that is no sample, by strace; or that the copier counts alone; or why nobody did. */
  calls: callCountSchema.optional(),
  /** That moved data: median of the copier's own counts, else of one copy by strace; null where nobody counted. */
  systemCalls: z.number().nonnegative().nullable(),
  /** Route `http`: what a server's clients and its event loop saw; each a median over the samples, but for the longest. */
  http: z
    .object({
      requestsPerSecond: z.number().nonnegative(),
      latencyP50Ns: nanoseconds,
      /** Null where a sample has too few requests for it. */
      latencyP99Ns: nanoseconds.nullable(),
      /** Null where the server is another program. */
      loopDelay: z
        .object({ p50Ns: nanoseconds, p99Ns: nanoseconds, maxNs: nanoseconds })
        .nullable(),
    })
    .optional(),
  /** Route `http`: what other clients say of this server, after the timed rounds. */
  clients: bounded.list(clientFigureSchema).optional(),
  /** Reference time / strategy time, paired by round; absent for the reference, bounds, clones and `checks`. */
  speedup: estimateSchema.optional(),
  /** The same by medians with order statistics: a second opinion. */
  speedupByMedian: estimateSchema.optional(),
  /** Smallest relative change this many rounds could have seen (80 % power), such as 0.03. */
  mde: z.number().nonnegative().nullable().optional(),
  verdict: verdictSchema.optional(),
  /** Pooled runs: how its figures scatter between runs and within. */
  levels: z.object({ time: levelsSchema, speedup: levelsSchema.optional() }).optional(),
});

export const unsupportedSchema = z.object({
  ...strategyBase,
  outcome: z.literal('unsupported'),
  reason: bounded.text,
});

export const failedSchema = z.object({
  ...strategyBase,
  outcome: z.literal('failed'),
  reason: bounded.text,
  /** Samples taken before it failed; they stay in samples.jsonl and are not summarised. */
  samples: count,
});

export const strategyRecordSchema = z.discriminatedUnion('outcome', [
  measuredSchema,
  unsupportedSchema,
  failedSchema,
]);

/** A pair of strategies that the suite wants compared directly, paired by round. */
export const comparisonSchema = z.object({
  /** What the pair shows, such as `published`. */
  name: bounded.name,
  slower: bounded.name,
  faster: bounded.name,
  slowerMedianNs: nanoseconds,
  fasterMedianNs: nanoseconds,
  /** Time of `slower` / time of `faster`. */
  speedup: estimateSchema,
});

export const scenarioSchema = z.object({
  id: bounded.name,
  route: z.enum(['file-to-file', 'file-to-socket', 'socket-to-file', 'http']),
  /** Names out of the record's `directories`; absent where the run has one directory alone. */
  directories: z.object({ source: bounded.name, destination: bounded.name }).optional(),
  /** Socket routes: what the connections were made of; null for files. */
  socket: z
    .object({
      kind: z.enum(['tcp', 'unix']),
      congestion: bounded.name.nullable(),
      sendBufferBytes: count.nullable(),
      receiveBufferBytes: count.nullable(),
    })
    .nullable(),
  /** Name of the fixture, such as `7MB`. */
  fixture: bounded.name,
  sizeBytes: count,
  cache: z.enum(['warm', 'cold', 'guest-cold', 'unverified']),
  durability: z.enum(['buffered', 'fdatasync']),
  destination: z.enum(['new', 'replace', 'in-place', 'socket']),
  /** Absent where no state of memory was asked for. `touchFactor`: median over the samples; null where one has none. */
  memory: z
    .object({
      asked: z.enum(['backed', 'first-touch']),
      state: z.enum(['backed', 'first-touch', 'unverified']),
      touchFactor: z.number().nonnegative().nullable(),
    })
    .optional(),
  /** Route `http`: what one sample asked of a server. */
  load: z
    .object({ requests: count, connections: count, congestion: bounded.name.nullable() })
    .optional(),
  reference: bounded.name,
  rounds: count,
  /** Why it ended: every interval narrow enough, time budget spent, round limit reached, Ctrl-C, nothing to do; or pooled. */
  stopped: z.enum([...STOP_REASONS, 'interrupted', 'empty', 'merged']),
  seed: z.number().int(),
  /** Names of the arms in the order they ran, per round; the first entry is the warm-up round. */
  order: bounded.list(bounded.list(bounded.name)),
  /** Null when the reference was not measured. `noise`: largest distance of the interval from 1, such as 0.02. */
  control: z
    .object({
      speedup: estimateSchema,
      noise: z.number().nonnegative().nullable(),
      /** Standard deviation of the log ratio of the two reference arms. */
      sigma: z.number().nonnegative(),
    })
    .nullable(),
  comparisons: bounded.list(comparisonSchema),
  strategies: bounded.list(strategyRecordSchema),
});

export const recordSchema = z.object({
  formatVersion: z.literal(FORMAT_VERSION),
  tool: z.object({ name: z.literal('copybench'), version: bounded.name }),
  /** A name, never a path. */
  runId: bounded.name.regex(/^(?!\.{1,2}$)[^/\\\0]{1,200}$/),
  startedAt: bounded.moment,
  finishedAt: bounded.moment,
  /** True while the run goes on, and for ever when it was cut short. */
  interrupted: z.boolean(),
  options: askedSchema,
  machine: machineSchema,
  /** The directories under test and what lies below each; absent where there is one alone, which `machine` has. */
  directories: bounded
    .list(directorySchema.extend({ name: bounded.name }))
    .min(2)
    .optional(),
  /** The commit of the project that the run was started in; absent outside of a git repository. */
  commit: commitSchema.optional(),
  /** The runs that this record pools; absent from the record of one run. Samples name them by their place here. */
  merged: bounded.list(mergedRunSchema).min(2).optional(),
  ballast: ballastSchema,
  time: timeAccountSchema,
  warnings: bounded.list(warningSchema),
  /** Absent in a run of one piece. */
  seams: bounded.list(seamSchema).optional(),
  scenarios: bounded.list(scenarioSchema),
});

export type RunRecord = z.infer<typeof recordSchema>;
/** What `of` tells of the directories under test, in one piece; null where none tells. */
export function ofDirectories(
  { machine, directories }: Pick<RunRecord, 'machine' | 'directories'>,
  of: (directory: Directory) => string | null,
): string | null {
  const told = (directories ?? [machine.directory]).map(of);
  return told.every((one) => one === null) ? null : told.map((one) => one ?? '?').join(' | ');
}

export type ScenarioRecord = z.infer<typeof scenarioSchema>;
export type StrategyRecord = z.infer<typeof strategyRecordSchema>;
export type MeasuredRecord = z.infer<typeof measuredSchema>;
export type ComparisonRecord = z.infer<typeof comparisonSchema>;
export type EstimateRecord = z.infer<typeof estimateSchema>;
export type BallastRecord = z.infer<typeof ballastSchema>;
export type TimeAccount = z.infer<typeof timeAccountSchema>;
