/** Whole runs in which the calls of one strategy lie: what a preloaded library makes of them, and what is told. */
import { expect } from 'vitest';
import { readEvents } from '../../harness/results/store.js';
import { namesIn } from '../fakes/folders.js';
import { recordIn, samplesIn, start, tinyRun } from '../harness/cli/program.js';
import { DRIVER, type Test } from './subjects.js';

/** By route; files of no liar have such a name in theirs. */
const HONEST = { 'file-to-file': 'copy-file', 'file-to-socket': 'splice' } as const;

export interface Lie {
  strategy: string;
  /** Such as `write:lie=1:0`: every write says one byte more than it wrote; see native/interpose.cc. */
  fault: string;
  /** Part of the path of a descriptor whose calls lie; the strategy's own files, unless told otherwise. */
  path?: string;
  route?: keyof typeof HONEST;
  /** Words of the run besides. */
  words?: readonly string[];
  /** The round of the first lie; the samples before it are true, and are kept. */
  from?: number;
}

/** A run of the liar beside an honest strategy: the liar fails for `reason`, and is nowhere `measured`. */
export async function expectFound(
  { strategy, fault, path = `-${strategy}`, route = 'file-to-file', words = [], from = 0 }: Lie,
  reason: RegExp,
  folder: (...names: string[]) => string,
  context: Test,
): Promise<void> {
  if (!DRIVER) return context.skip('needs a C++ compiler on Linux');
  const out = folder('out');
  const honest = HONEST[route];
  const names = ['--route', route, '--reference', honest, '--strategies', `${strategy},${honest}`];
  const run = tinyRun(folder(), out, '--sizes', '1MB', '--rounds', '6', ...names, ...words);
  const { ended } = start(run, {
    environment: {
      LD_PRELOAD: DRIVER.interpose,
      COPYBENCH_FAULT: fault,
      COPYBENCH_FAULT_PATH: path,
    },
  });
  expect((await ended).status).toBe(5);
  const told = recordIn(out).scenarios.flatMap(({ strategies }) => strategies);
  const outcomes = Object.fromEntries(told.map(({ name, outcome }) => [name, outcome]));
  expect(outcomes).toMatchObject({ [strategy]: 'failed', [honest]: 'measured' });
  const { events } = await readEvents(out);
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'failed',
      strategy,
      round: from,
      reason: expect.stringMatching(reason),
    }),
  );
  const rounds = samplesIn(out).flatMap((one) => (one.strategy === strategy ? one.round : []));
  expect(rounds).toEqual(Array.from({ length: from }, (_, round) => round));
  expect(namesIn(folder('copybench-files'))).toEqual([
    '.copybench',
    'fixture-1MB.bin',
    'fixture-1MB.json',
  ]);
}
