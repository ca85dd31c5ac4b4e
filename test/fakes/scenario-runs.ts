/** A scenario as the scheduler would have run it, from the times its arms took. */
import type { ScenarioPlan } from '../../harness/measure/plan.js';
import type { Sample } from '../../harness/measure/sample.js';
import type { ScenarioRun } from '../../harness/measure/scheduler.js';
import { fakePlan } from './strategies.js';
import { fakeSample } from './samples.js';

interface Changes {
  plan?: Partial<ScenarioPlan>;
  run?: Partial<ScenarioRun>;
  /** Changes to the samples of an arm, by its name. */
  samples?: Readonly<Record<string, Partial<Sample>>>;
}

/** @param times by arm, in nanoseconds: the warm-up copy first, then one for each round; the first arm is the reference */
export function fakeRun(
  times: Readonly<Record<string, readonly number[]>>,
  { plan = {}, run = {}, samples = {} }: Changes = {},
): ScenarioRun {
  const arms = Object.keys(times);
  const rounds = Math.max(...Object.values(times).map(({ length }) => length));
  const order = Array.from({ length: rounds }, () => arms);
  return {
    plan: fakePlan(
      arms.filter((name) => name !== 'control'),
      plan,
    ),
    samples: order.flatMap((names, round) =>
      names.flatMap((name, position) => {
        const elapsedNs = times[name]?.[round];
        if (elapsedNs === undefined) return [];
        return [fakeSample(name, round, elapsedNs, { position, ...samples[name] })];
      }),
    ),
    failures: [],
    order,
    rounds: rounds - 1,
    stopped: 'rounds',
    versions: new Map(),
    calls: new Map(),
    events: new Map(),
    clients: new Map(),
    startedNs: 0,
    explainedNs: 0,
    ...run,
  };
}
