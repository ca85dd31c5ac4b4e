/** One run from options to reports: the steps, in order. */
import { planScenarios } from '../../measure/plan.js';
import type { RunRecord } from '../../results/record.js';
import { createStore, readSamples, reopenStore } from '../../results/store.js';
import { writeReports } from '../write-report.js';
import { measurePass } from './measure-pass.js';
import { outputDirectory } from './places.js';
import { withPreparation } from './prepare.js';
import { withStage, type Given } from './stage.js';

export interface RunResult {
  record: RunRecord;
  /** Where record, samples and reports lie. */
  directory: string;
  /** Exit status of the signal that cut the run short, if one did. */
  interruptedBy: number | undefined;
}

/**
 * Measures and reports.
 *
 * @throws HarnessError for what the user can mend, before anything is measured; nothing is left behind then
 */
export function run(given: Given): Promise<RunResult> {
  return withStage(given, async (stage) => {
    const store = given.earlier
      ? await reopenStore(given.earlier.directory)
      : await createStore(outputDirectory(stage.options.out, stage.runId));
    try {
      const record = await withPreparation(stage, (prepared) => {
        const { routes, seed, beganNs } = prepared;
        const plans = planScenarios({ ...stage.work, routes, seed });
        return measurePass(stage, prepared, { plans, store, seed, beganNs });
      });
      const { samples } = await readSamples(store.directory);
      await writeReports(store.directory, { record, samples }, stage.options.charts);
      return { record, directory: store.directory, interruptedBy: stage.interrupt.status() };
    } finally {
      await store.close();
    }
  });
}
