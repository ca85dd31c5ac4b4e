/** What the scheduler asks after the last round, and of whom. */
import { expect, test } from 'vitest';
import {
  runScenario,
  type SchedulerContext,
  type ScenarioRun,
} from '../../../harness/measure/scheduler.js';
import type { CountCalls } from '../../../harness/measure/after-rounds.js';
import { FakeClock } from '../../fakes/clock.js';
import { fakeSample } from '../../fakes/samples.js';
import { fakePlan, fakeStrategy } from '../../fakes/strategies.js';
import { FakeWorker, takes, type Script } from '../../fakes/workers.js';

const fails: Script = () => Promise.reject(new Error('no'));

interface Played {
  run: ScenarioRun;
  asked: string[];
  /** Copies that each worker made, by arm. */
  copies: (name: string) => number | undefined;
}

async function play(
  scripts: Record<string, Script> = {},
  { signal, budgetEndsNs = Infinity }: { signal?: AbortSignal; budgetEndsNs?: number } = {},
): Promise<Played> {
  const clock = new FakeClock();
  const workers = new Map<string, FakeWorker>();
  const asked: string[] = [];
  const countCalls: CountCalls = async ({ name }, _, copy) => {
    asked.push(name);
    await copy();
    return { counted: 'strace', byName: { read: 2 }, bytesPerCall: 500, others: 3 };
  };
  const context: SchedulerContext = {
    startWorker: async ({ name }) => {
      const worker = new FakeWorker(scripts[name] ?? takes(1e6), clock);
      workers.set(name, worker);
      return worker;
    },
    takeSample: async ({ name }, worker, { round, position }) => {
      const job = { route: 'file-to-file', source: 'source', destination: name } as const;
      const { elapsedNs } = await worker.copy({ ...job, sizeBytes: 1000 });
      return fakeSample(name, round, elapsedNs, { position });
    },
    countCalls,
    askOthers: async (arms) =>
      new Map(
        arms.map(({ name }) => [name, [{ client: 'wrk', outcome: 'unsupported', reason: 'x' }]]),
      ),
    observer: {
      roundBegins() {},
      copyBegins() {},
      sampled: () => Promise.resolve(),
      discarded: () => Promise.resolve(),
      failed: () => Promise.resolve(),
      roundEnds: () => Promise.resolve(),
      blockEnds: () => undefined,
    },
    clock,
    disturbances: { begin: () => () => undefined },
    signal: signal ?? new AbortController().signal,
    precision: -1,
    shareEndsNs: Infinity,
    budgetEndsNs,
  };
  const plan = fakePlan(['base', 'splice', 'floor'], { rounds: { min: 6, max: 6 } });
  const arms = plan.arms.map((arm) =>
    arm.name === 'floor' ? { ...arm, strategy: fakeStrategy('floor', { class: 'bound' }) } : arm,
  );
  const run = await runScenario({ ...plan, arms }, context);
  return { run, asked, copies: (name) => workers.get(name)?.orders.length };
}

test('every copying strategy makes one more copy after all rounds, which is no sample', async () => {
  const { run, asked, copies } = await play();
  expect(asked).toEqual(['base', 'splice']);
  expect(run.calls.get('splice')).toMatchObject({ byName: { read: 2 } });
  expect(run.samples).toHaveLength(7 * 4);
  expect([copies('splice'), copies('floor')]).toEqual([8, 7]);
});

test('other clients are asked about every arm but the control', async () => {
  const { run } = await play({ splice: fails });
  expect([...run.clients.keys()]).toEqual(['base', 'floor']);
});

test('what it takes is accounted for: one copy of 1 ms by each of three, of which one is a bound', async () => {
  const { run } = await play();
  expect(run.explainedNs).toBe(2e6);
});

test('nobody is asked where the budget was spent before the first round', async () => {
  const { run, asked } = await play({}, { budgetEndsNs: 0 });
  expect([run.rounds, run.samples.length]).toEqual([0, 4]);
  expect([asked, run.clients.size, run.explainedNs]).toEqual([[], 0, 0]);
});

test('a strategy that failed is asked for nothing', async () => {
  expect((await play({ splice: fails })).asked).toEqual(['base']);
});

test('nobody is asked for anything after Ctrl-C', async () => {
  const { run, asked } = await play({}, { signal: AbortSignal.abort() });
  expect(asked).toEqual([]);
  expect(run.calls.size + run.clients.size).toBe(0);
});
