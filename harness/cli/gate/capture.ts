/** Captures a baseline: several passes with workers of their own, checked before they are kept. */
import { resolve } from 'node:path';
import { HarnessError } from '../../core/errors.js';
import { planScenarios } from '../../measure/plan.js';
import { doubtsOf, makeBaseline, type Baseline } from '../../results/gate/baseline.js';
import { writeBaseline } from '../../results/gate/baseline-file.js';
import { baselinePath, outputDirectory } from '../run/places.js';
import { withPreparation, type ResultsBytes } from '../run/prepare.js';
import { passBytes } from '../run/results-space.js';
import { withStage, type Given } from '../run/stage.js';
import { seedOf, takePass, type TakenPass } from './take-pass.js';

export interface CaptureOptions {
  /** How often everything is measured; two workers of the same program differ. */
  passes: number;
  /** Keep it in spite of doubts, which it then holds. */
  force: boolean;
  /** Where it is written; undefined: by machine and suite. */
  to: string | undefined;
}

export interface CaptureResult {
  path: string;
  baseline: Baseline;
  /** Where the passes lie. */
  directory: string;
}

/**
 * Measures `passes` times and writes the baseline.
 *
 * @throws HarnessError `E_BASELINE_VOID` when the passes cannot be relied on, or were cut short
 */
export function capture(
  given: Given,
  { passes, force, to }: CaptureOptions,
): Promise<CaptureResult> {
  const resultsBytes: ResultsBytes = (plans) => passes * passBytes(plans);
  return withStage(given, (stage) =>
    withPreparation(stage, resultsBytes, async (prepared) => {
      const directory = outputDirectory(stage.options.out, stage.runId);
      const taken: TakenPass[] = [];
      while (taken.length < passes && !stage.interrupt.signal.aborted) {
        const number = taken.length + 1;
        stage.progress.say(`Pass ${number} of ${passes}`);
        const seed = seedOf(prepared, number);
        const plans = planScenarios({ ...stage.work, routes: prepared.routes, seed });
        taken.push(await takePass({ stage, prepared, directory }, number, plans));
      }
      const [first, ...others] = taken;
      if (!first || stage.interrupt.signal.aborted) {
        throw isVoid(['It was interrupted.'], directory, false);
      }
      const { margin } = stage.options;
      const disturbed = taken.flatMap(({ disturbance }) => disturbance ?? []);
      const doubts = [...disturbed, ...doubtsOf(taken, margin)];
      if (doubts.length > 0 && !force) throw isVoid(doubts, directory, true);
      const baseline = makeBaseline([first, ...others], { margin, forced: doubts });
      const { fingerprint } = prepared.machine;
      const path = to ? resolve(to) : baselinePath(fingerprint, stage.work.suite.name);
      await writeBaseline(path, baseline);
      return { path, baseline, directory };
    }),
  );
}

function isVoid(doubts: readonly string[], directory: string, canForce: boolean): HarnessError {
  const advice = canForce
    ? 'Let the machine come to rest and capture it again, or keep it as it is with --force.'
    : 'Run it again.';
  return new HarnessError(
    'E_BASELINE_VOID',
    `No baseline was written, since this one could not be relied on:\n${doubts.map((doubt) => `- ${doubt}`).join('\n')}\n` +
      `${advice} What was measured is in ${directory}.`,
  );
}
