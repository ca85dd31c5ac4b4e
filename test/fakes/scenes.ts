/** A scenario run by the scheduler with scripted workers and a clock that moves only when a copy is made. */
import type { Earlier } from '../../harness/measure/earlier.js';
import type { DisturbanceWatch } from '../../harness/measure/observer.js';
import type { ScenarioPlan } from '../../harness/measure/plan.js';
import {
  runScenario,
  runTogether,
  type Cell,
  type Observer,
  type ScenarioRun,
  type SchedulerContext,
} from '../../harness/measure/scheduler.js';
import { FakeClock } from './clock.js';
import { fakeSample } from './samples.js';
import { fakePlan } from './strategies.js';
import { FakeWorker, takes, type Script } from './workers.js';

const HOUR_NS = 3600e9;
export const ARMS = ['read-write', 'splice', 'sendfile'];

export interface Scene {
  plan?: ScenarioPlan;
  /** By arm; an arm without one copies in 1 ms. */
  scripts?: Record<string, Script>;
  /** Arms whose worker does not start. */
  broken?: readonly string[];
  precision?: number;
  shareNs?: number;
  budgetNs?: number;
  signal?: AbortSignal;
  sampled?: Observer['sampled'];
  disturbances?: DisturbanceWatch;
  earlier?: Earlier;
  /** Filled with the workers that were started, by arm. */
  workers?: Map<string, FakeWorker>;
}

export interface Played {
  run: ScenarioRun;
  workers: Map<string, FakeWorker>;
  /** Everything the observer was told, as words. */
  told: string[];
}

export async function play(scene: Scene): Promise<Played> {
  const workers = scene.workers ?? new Map<string, FakeWorker>();
  const told: string[] = [];
  const { plan, context, earlier } = cellOf(scene, { clock: new FakeClock(), workers, told });
  return { run: await runScenario(plan, context, earlier), workers, told };
}

/** Plays scenes in the same rounds; what each was told begins with the id of its plan. */
export async function playTogether(
  scenes: readonly Scene[],
): Promise<{ runs: ScenarioRun[]; told: string[] }> {
  const clock = new FakeClock();
  const told: string[] = [];
  const cells = scenes.map((scene) => {
    const own = { push: (words: string) => told.push(`${scene.plan?.id}: ${words}`) };
    return cellOf(scene, { clock, workers: scene.workers ?? new Map(), told: own });
  });
  return { runs: await runTogether(cells), told };
}

interface Shared {
  clock: FakeClock;
  workers: Map<string, FakeWorker>;
  told: { push(words: string): unknown };
}

function cellOf(scene: Scene, { clock, workers, told }: Shared): Cell {
  const plan = scene.plan ?? fakePlan(ARMS);
  const begunNs = clock.monotonicNs();
  const context: SchedulerContext = {
    startWorker: ({ name }) => {
      if (scene.broken?.includes(name)) return Promise.reject(new Error(`${name} does not start`));
      const worker = new FakeWorker(scene.scripts?.[name] ?? takes(1e6), clock);
      workers.set(name, worker);
      return Promise.resolve(worker);
    },
    takeSample: async ({ name }, worker, { round, position }) => {
      const job = { route: 'file-to-file', source: 'source', destination: name } as const;
      const { elapsedNs } = await worker.copy({ ...job, sizeBytes: 1000 });
      return fakeSample(name, round, elapsedNs, { position });
    },
    observer: {
      roundBegins: (_, round) => void told.push(`round ${round}`),
      copyBegins: (_, arm, { round, position }) =>
        void told.push(`copy ${arm.name} ${round}.${position}`),
      sampled: async (given, sample) => {
        told.push(`sample ${sample.strategy} ${sample.round}.${sample.position}`);
        await scene.sampled?.(given, sample);
      },
      discarded: (_, arm, { round, position }, reason) => {
        told.push(`discarded ${arm.name} ${round}.${position}: ${reason}`);
        return Promise.resolve();
      },
      failed: (_, { arm, round }) => Promise.resolve(void told.push(`failed ${arm.name} ${round}`)),
      roundEnds: (_, round) => Promise.resolve(void told.push(`end of round ${round}`)),
      blockEnds: (_, { rounds }, stopped) => void told.push(`block ${rounds} ${stopped ?? 'on'}`),
    },
    clock,
    disturbances: scene.disturbances ?? { begin: () => () => undefined },
    signal: scene.signal ?? new AbortController().signal,
    // Times that are all the same have intervals without any width.
    precision: scene.precision ?? -1,
    shareEndsNs: begunNs + (scene.shareNs ?? HOUR_NS),
    budgetEndsNs: begunNs + (scene.budgetNs ?? HOUR_NS),
  };
  return { plan, context, ...(scene.earlier && { earlier: scene.earlier }) };
}

/** Times that differ by a little from copy to copy, so that intervals have a width. */
export const noisy =
  (meanNs: number): Script =>
  (_, times) =>
    meanNs * (1 + 0.1 * Math.sin(times * 2.3));

/** How often each worker was ended. */
export const stopsOf = ({ workers }: Played): number[] =>
  [...workers.values()].map(({ stops }) => stops);
