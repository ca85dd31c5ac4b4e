/** One pass of a gate: a run in a folder of its own, and what its samples say. */
import { join } from 'node:path';
import { systemClock } from '../../core/clock.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import { timesOf, type ScenarioTimes } from '../../results/pass-times.js';
import type { RunRecord } from '../../results/record.js';
import { createStore, readSamples } from '../../results/store.js';
import { measurePass } from '../run/measure-pass.js';
import type { Prepared } from '../run/prepare.js';
import type { Stage } from '../run/stage.js';
import { watchStolenTime } from './stolen-time.js';

export interface TakenPass {
  record: RunRecord;
  times: ScenarioTimes[];
  /** What happened to the machine meanwhile, or null. */
  disturbance: string | null;
  directory: string;
}

/** Where passes go, and what they share. */
export interface PassRoom {
  stage: Stage;
  prepared: Prepared;
  /** Directory that holds a folder for each pass. */
  directory: string;
}

/**
 * Measures `plans` with workers of their own.
 *
 * @param number 1 for the first pass; names its folder and moves its seed
 */
export async function takePass(
  { stage, prepared, directory }: PassRoom,
  number: number,
  plans: readonly ScenarioPlan[],
): Promise<TakenPass> {
  const store = await createStore(join(directory, `pass-${number}`));
  try {
    const disturbance = watchStolenTime();
    const record = await measurePass(stage, prepared, {
      plans,
      store,
      seed: seedOf(prepared, number),
      beganNs: number === 1 ? prepared.beganNs : systemClock.monotonicNs(),
    });
    const { samples } = await readSamples(store.directory);
    return {
      record,
      times: timesOf(record, samples),
      disturbance: disturbance(),
      directory: store.directory,
    };
  } finally {
    await store.close();
  }
}

/** A seed for each pass, so that no two have the same orders. */
export function seedOf({ seed }: Prepared, pass: number): number {
  return (seed + pass - 1) % 2 ** 31;
}
