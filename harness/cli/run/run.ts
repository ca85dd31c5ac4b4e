/** One run from options to reports: the steps, in order. */
import { messageOf } from '../../core/errors.js';
import { GroundLost } from '../../measure/misfortune.js';
import { planScenarios } from '../../measure/plan.js';
import type { RunRecord } from '../../results/record.js';
import { createStore, readSamples, reopenStore } from '../../results/store.js';
import { writeReports } from '../write-report.js';
import { measurePass } from './measure-pass.js';
import { outputDirectory } from './places.js';
import { withPreparation } from './prepare.js';
import { runBytes } from './results-space.js';
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
      const record = await withPreparation(stage, runBytes, (prepared) => {
        const { routes, seed, beganNs } = prepared;
        const plans = planScenarios({ ...stage.work, routes, seed });
        return measurePass(stage, prepared, {
          plans,
          store,
          seed,
          beganNs,
          endsWithGround: true,
        });
      });
      const { samples } = await readSamples(store.directory);
      await writeReports(store.directory, { record, samples }, stage.options.charts);
      return { record, directory: store.directory, interruptedBy: stage.interrupt.status() };
    } catch (error) {
      throw error instanceof GroundLost ? withWayOut(error, store.directory) : error;
    } finally {
      await store.close();
    }
  });
}

/** What was measured until then is kept, and can be seen and gone on with. */
function withWayOut(error: GroundLost, directory: string): GroundLost {
  return new GroundLost(
    error.code,
    `${messageOf(error)} The samples until then are in ${directory}: see them with \`copybench report\`, ` +
      'and when all is there again, go on with `copybench run --resume`.',
    { cause: error },
  );
}
