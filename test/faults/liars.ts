/** Whole runs in which the calls of some strategies lie: what a preloaded library makes of them, and what is told. */
import { expect } from 'vitest';
import type { Sample } from '../../harness/measure/sample.js';
import type { RunEvent } from '../../harness/results/events.js';
import type { StrategyRecord } from '../../harness/results/record.js';
import { readEvents } from '../../harness/results/store.js';
import { namesIn, temporaryFolder } from '../fakes/folders.js';
import { recordIn, samplesIn, start, tinyRun } from '../harness/cli/program.js';
import { DRIVER, type Test } from './subjects.js';

/** By route; files of no liar have such a name in theirs. */
const HONEST = { 'file-to-file': 'copy-file', 'file-to-socket': 'splice' } as const;

export interface Lies {
  /** Strategies that run beside the honest one. */
  liars: readonly string[];
  /** Such as `write:lie=1:0@-dd`: every write of `dd` says one byte more than it wrote; see native/interpose.cc. */
  faults: readonly string[];
  route?: keyof typeof HONEST;
  /** Words of the run besides. */
  words?: readonly string[];
}

/** What a run with liars left. */
export interface LyingRun {
  strategies: readonly StrategyRecord[];
  events: readonly RunEvent[];
  samples: readonly Sample[];
}

/** The fault in every one of `liars`: copies are named after them. */
export function faultsOf(liars: readonly string[], fault: string): string[] {
  return liars.map((name) => `${fault}@-${name}`);
}

/**
 * A run that is made once, for all tests that ask for it. The honest strategy is measured in it, and no file of a
 * copy is left.
 */
export function lyingRun(lies: Lies): () => Promise<LyingRun> {
  const folder = temporaryFolder();
  let run: Promise<LyingRun> | undefined;
  return () => (run ??= measured(lies, folder));
}

async function measured(
  { liars, faults, route = 'file-to-file', words = [] }: Lies,
  folder: (...names: string[]) => string,
): Promise<LyingRun> {
  const out = folder('out');
  const honest = HONEST[route];
  const strategies = [...liars, honest].join(',');
  const chosen = ['--route', route, '--reference', honest, '--strategies', strategies];
  const run = tinyRun(folder(), out, '--sizes', '1MB', '--rounds', '6', ...chosen, ...words);
  const environment = {
    LD_PRELOAD: DRIVER?.interpose ?? '',
    COPYBENCH_FAULT: faults.join(','),
  };
  const { status, stderr } = await start(run, { environment }).ended;
  expect([status, stderr]).toEqual([5, expect.anything()]);
  const told = recordIn(out).scenarios.flatMap((scenario) => scenario.strategies);
  expect(told.find(({ name }) => name === honest)).toMatchObject({ outcome: 'measured' });
  expect(namesIn(folder('copybench-files'))).toEqual([
    '.copybench',
    'fixture-1MB.bin',
    'fixture-1MB.json',
  ]);
  const { events } = await readEvents(out);
  return { strategies: told, events, samples: samplesIn(out) };
}

/** What a run tells of one liar. */
export interface ToldOfLiar {
  outcome: StrategyRecord['outcome'] | undefined;
  failures: readonly { round: number; reason: string }[];
  /** Of the samples that are kept. */
  rounds: readonly number[];
}

/** Skips the test where the strategy does not work, or nothing can lie. */
export async function toldOf(
  run: () => Promise<LyingRun>,
  strategy: string,
  context: Test,
): Promise<ToldOfLiar> {
  if (!DRIVER) return context.skip('needs a C++ compiler on Linux');
  const { strategies, events, samples } = await run();
  const told = strategies.find(({ name }) => name === strategy);
  if (told?.outcome === 'unsupported') return context.skip(`does not work here: ${told.reason}`);
  return {
    outcome: told?.outcome,
    failures: events.flatMap((one) =>
      one.type === 'failed' && one.strategy === strategy
        ? [{ round: one.round, reason: one.reason }]
        : [],
    ),
    rounds: samples.flatMap((one) => (one.strategy === strategy ? one.round : [])),
  };
}

/**
 * A liar that was found: failed for `reason`, and nowhere `measured`.
 *
 * @param from the round of the first lie; the samples before it are true, and are kept
 */
export function found(reason: RegExp, from = 0): unknown {
  return {
    outcome: 'failed',
    failures: [{ round: from, reason: expect.stringMatching(reason) }],
    rounds: Array.from({ length: from }, (_, round) => round),
  };
}
