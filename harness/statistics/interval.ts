/** What a statistic says about a number: the estimate and how far it can be trusted. */

/**
 * An estimate with its confidence interval, all three in the same unit.
 *
 * `low` and `high` are null together when there are too few samples for the confidence asked; they
 * are never infinite.
 */
export interface Estimate {
  estimate: number;
  low: number | null;
  high: number | null;
}

/** The confidence of every interval unless another is asked for: the usual 95 %. */
export const DEFAULT_CONFIDENCE = 0.95;

/**
 * Half the width of a ratio's interval on the log scale: 0.03 means about plus or minus 3 %.
 *
 * @param interval of a ratio, limits above 0
 * @returns without unit; Infinity where there is no interval
 */
export function logHalfWidth({ low, high }: Pick<Estimate, 'low' | 'high'>): number {
  return low === null || high === null ? Number.POSITIVE_INFINITY : Math.log(high / low) / 2;
}

/**
 * Carries an estimate to another scale, such as from logarithms to ratios.
 *
 * @param estimate in the unit `scale` takes
 * @param scale an increasing function, so that the lower limit stays the lower one
 * @returns the estimate and its limits in the unit `scale` gives; null limits stay null
 */
export function rescale(estimate: Estimate, scale: (value: number) => number): Estimate {
  return {
    estimate: scale(estimate.estimate),
    low: estimate.low === null ? null : scale(estimate.low),
    high: estimate.high === null ? null : scale(estimate.high),
  };
}
