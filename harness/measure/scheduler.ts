/**
 * Runs scenarios together: a worker per arm, a warm-up round each, then blocks of rounds until all have enough. Every
 * round is made in all of them before the next begins, so that a change of the machine meets them alike.
 */
import { roundOrders } from '../statistics/williams.js';
import { NOTHING, type Earlier } from './earlier.js';
import type { ScenarioPlan } from './plan.js';
import { RunningScenario, type ScenarioRun, type SchedulerContext } from './running-scenario.js';

export type { Failure, Observer, Place, TakeSample } from './observer.js';
export type { ScenarioRun, SchedulerContext } from './running-scenario.js';

/** One of the scenarios that run together. */
export interface Cell {
  plan: ScenarioPlan;
  context: SchedulerContext;
  /** What an earlier session took of it. */
  earlier?: Earlier;
}

/**
 * Runs one scenario to its end; a failing strategy costs that strategy, never the scenario.
 *
 * @param earlier what an earlier session took of it: it goes on after that, with a fresh warm-up round
 */
export async function runScenario(
  plan: ScenarioPlan,
  context: SchedulerContext,
  earlier: Earlier = NOTHING,
): Promise<ScenarioRun> {
  const [run] = await runTogether([{ plan, context, earlier }]);
  return run!;
}

/**
 * Runs `cells` with their rounds interleaved. They end together, when the stop rule of each says so: what they took
 * was taken in the same minutes.
 *
 * @returns one run for each cell, in their order
 */
export async function runTogether(cells: readonly Cell[]): Promise<ScenarioRun[]> {
  const runs = cells.map(
    ({ plan, context, earlier }) => new RunningScenario(plan, context, earlier),
  );
  try {
    for (const run of runs) await run.startWorkers();
    for (const run of runs) await run.warmUp();
    await measure(runs, cells[0]?.plan.seed ?? 0);
    for (const run of runs) await run.askAfterwards();
  } finally {
    await Promise.all(runs.map((run) => run.stopWorkers()));
  }
  return runs.map((run) => run.result());
}

/** Blocks of two rounds, a row of the design and its mirror image, of the scenarios as of the arms within each. */
async function measure(runs: readonly RunningScenario[], seed: number): Promise<void> {
  const orders = roundOrders({ arms: Math.max(1, runs.length), seed });
  const take = async (round: number): Promise<void> => {
    for (const index of orders.next().value) {
      const run = runs[index];
      if (run?.next === round) await run.round();
    }
  };
  // Where a session ended: what is left of its last round, and of its last block.
  const begun = Math.max(0, ...runs.map((run) => run.begun));
  let round = 1;
  while (round <= begun + (begun % 2)) await take(round++);
  while (goOn(runs)) {
    await take(round++);
    await take(round++);
  }
}

/** As long as one of them wants another block. */
function goOn(runs: readonly RunningScenario[]): boolean {
  const nextBlockNs = runs.reduce((sum, run) => sum + run.blockNs, 0);
  const standings = runs.map((run) => run.standing(nextBlockNs));
  const isOn = standings.some(({ stopped }) => stopped === undefined);
  for (const { tell } of standings) tell(!isOn);
  return isOn;
}
