/** One pass over planned scenarios, from the first copy to a record on disk. A run is one; a gate may need more. */
import { bootId } from '../../machine/boot.js';
import { unseenFiles } from '../../machine/unseen.js';
import { watchDisturbances } from '../../measure/disturbance.js';
import { groupLeaders } from '../../measure/guard.js';
import { systemClock } from '../../core/clock.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import type { RunRecord } from '../../results/record.js';
import type { RunStore } from '../../results/store.js';
import { sharedMounts } from './directories.js';
import { headingOf } from './heading.js';
import { Journal } from './journal.js';
import { measureScenarios } from './measure-scenarios.js';
import type { Prepared } from './prepare.js';
import { requireSame } from './resume.js';
import {
  interruptedWarning,
  remountedWarnings,
  stampsOf,
  warningsAtBeginning,
  warningsAtEnd,
} from './run-warnings.js';
import type { Stage } from './stage.js';

export interface Pass {
  plans: readonly ScenarioPlan[];
  store: RunStore;
  seed: number;
  /** Monotonic time at which it began, nanoseconds; with its preparation, where it had one. */
  beganNs: number;
  /** Whether a lost ground ends it; a gate tells what became of each cell instead. */
  endsWithGround?: boolean;
}

/** Measures `pass` until it is done, its time is spent or the signal comes; leaves record and samples. */
export async function measurePass(
  stage: Stage,
  prepared: Prepared,
  pass: Pass,
): Promise<RunRecord> {
  const { work, pins, directories, interrupt, asked, earlier } = stage;
  const { fixtures, machine, commit, ballast, refusals, addonMissing } = prepared;
  const { plans, store, seed, beganNs } = pass;
  const { signal } = interrupt;
  const heading =
    earlier?.plan.heading ?? headingOf(stage, { machine, commit, ballast: ballast.record, seed });
  if (earlier) requireSame(earlier, { machine, plans });
  else await store.writePlan({ heading, asked, bootId: bootId(), scenarios: [...plans] });
  const journal = new Journal(heading, store, beganNs, earlier?.continued);
  const doubts = warningsAtBeginning({
    ...work,
    pins,
    leftovers: directories.all.flatMap(({ workspace }) => workspace.leftovers),
    sharedMounts: sharedMounts(directories),
    machine,
    addonMissing,
    unseen: unseenFiles(),
  });
  const remounted = earlier
    ? remountedWarnings(
        heading,
        directories.all.map(({ facts }) => facts),
      )
    : [];
  for (const warning of [...refusals, ...doubts, ...remounted, ...ballast.warnings])
    journal.warn(warning);
  const sources = [...fixtures.values()].flat();
  const stamps = await stampsOf(sources);
  journal.preparationEnds();
  const { addon } = prepared;
  const disturbances = watchDisturbances(
    addon && { pids: groupLeaders, wasStopped: (pid) => addon.childWasStopped(pid) },
  );
  try {
    await measureScenarios({
      ...stage,
      ...prepared,
      plans,
      endsWithGround: pass.endsWithGround ?? false,
      journal,
      signal,
      disturbances,
      clock: systemClock,
      // A resumed run goes on in its own time, without that in which it lay still.
      runBeganNs: beganNs - (earlier?.continued.time.totalNs ?? 0),
    });
  } finally {
    disturbances.close();
  }
  for (const warning of await warningsAtEnd(sources, stamps)) journal.warn(warning);
  if (signal.aborted) journal.warn(interruptedWarning(plans.length, store.directory));
  return journal.finish(signal.aborted);
}
