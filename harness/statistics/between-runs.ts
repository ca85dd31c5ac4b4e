/** One figure from several runs: what scatters between them counts as much as what scatters within. */
import { requireConfidence, requireNumbers } from './input.js';
import { type Estimate, DEFAULT_CONFIDENCE } from './interval.js';
import { normalQuantile } from './normal.js';
import { mad } from './quantile.js';
import { sigma } from './detectable-change.js';
import { studentQuantile } from './student-t.js';

/** Several runs of the same thing as one. All in the unit of the numbers, which are logarithms here. */
export interface PooledRuns {
  /** The mean of the runs' own estimates; null limits for a single run, which says nothing of others. */
  estimate: Estimate;
  /** Standard deviation between runs, without what the rounds within them explain; null for a single run. */
  between: number | null;
  /** Standard deviation of one round within its run. */
  within: number;
  /** How far `estimate` is off, as a standard deviation: of what the interval is made from; null for a single run. */
  standardError: number | null;
}

/**
 * Pools runs on two levels, as Kalibera and Jones do ("Rigorous Benchmarking in Reasonable Time", ISMM 2013,
 * sections 6 and 7), with a robust estimate for each run in the place of its mean. Rounds of one run share
 * what that run was like (where its buffers lay, what its processes inherited), so that they are no
 * independent samples of all runs: the runs are. The interval is Student's, of the runs' estimates, with as
 * many degrees of freedom as there are runs less one. It is never narrower than the rounds alone would make
 * it, since a few runs may agree by chance.
 *
 * `between` is the standard deviation of the runs' estimates with the share taken out that the scatter
 * within runs gives them, 0 when that is all of it; `within` comes from the median absolute deviations.
 *
 * @param runs for each run one number or more a round, any unit, any order
 * @param centre the estimate of one run with its interval, such as `hodgesLehmann`
 * @param confidence how often the interval shall cover what all such runs have in common, 0..1 exclusive
 * @throws RangeError without runs, for a run without numbers, or a confidence outside 0..1
 */
export function poolRuns(
  runs: readonly (readonly number[])[],
  centre: (xs: readonly number[], confidence: number) => Estimate,
  confidence: number = DEFAULT_CONFIDENCE,
): PooledRuns {
  requireConfidence(confidence);
  if (runs.length === 0) throw new RangeError('runs has no run: at least 1 is needed.');
  for (const [run, xs] of runs.entries()) requireNumbers(xs, `runs[${run}]`);
  const own = runs.map((xs) => centre(xs, confidence));
  const estimate = meanOf(own.map((run) => run.estimate));
  const variances = runs.map((xs) => mad(xs) ** 2);
  const within = Math.sqrt(meanOf(variances));
  if (runs.length === 1)
    return {
      estimate: { estimate, low: null, high: null },
      between: null,
      within,
      standardError: null,
    };
  const spread = sigma(own.map((run) => run.estimate));
  const explained = meanOf(variances.map((variance, run) => variance / runs[run]!.length));
  const error = spread / Math.sqrt(runs.length);
  const t = studentQuantile((1 + confidence) / 2, runs.length - 1);
  const halfWithin = halfWidthWithin(own);
  const halfWidth = Math.max(t * error, halfWithin);
  return {
    estimate: { estimate, low: estimate - halfWidth, high: estimate + halfWidth },
    between: Math.sqrt(Math.max(0, spread ** 2 - explained)),
    within,
    standardError: Math.max(error, halfWithin / normalQuantile((1 + confidence) / 2)),
  };
}

/** Half the width that the mean would have if runs did not differ; 0 where a run has no interval of its own. */
function halfWidthWithin(own: readonly Estimate[]): number {
  let squares = 0;
  for (const { low, high } of own) {
    if (low === null || high === null) return 0;
    squares += ((high - low) / 2) ** 2;
  }
  return Math.sqrt(squares) / own.length;
}

function meanOf(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0) / xs.length;
}
