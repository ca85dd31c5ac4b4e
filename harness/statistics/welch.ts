/** Welch's t test, which other tools use on times; here only to be compared with. */
import { incompleteBeta } from './beta.js';
import { requireNumbers } from './input.js';

/** The result of `welchTest`. */
export interface WelchTest {
  t: number;
  degreesOfFreedom: number;
  pValue: number;
}

/**
 * The two-sided t test for unequal variances (Welch, "The Generalization of Student's Problem when Several
 * Different Population Variances are Involved", 1947), as R's `t.test(xs, ys)`.
 *
 * @param xs two numbers or more, any unit, any order
 * @param ys as `xs`, same unit
 * @returns t, the degrees of freedom by Welch and Satterthwaite, and the p value; p is 1 when nothing varies
 * @throws RangeError for fewer than two numbers, or one that is NaN or infinite
 */
export function welchTest(xs: readonly number[], ys: readonly number[]): WelchTest {
  requireNumbers(xs, 'xs', 2);
  requireNumbers(ys, 'ys', 2);
  const [a, b] = [moments(xs), moments(ys)];
  const squared = a.squaredError + b.squaredError;
  if (squared === 0) return { t: 0, degreesOfFreedom: xs.length + ys.length - 2, pValue: 1 };
  const t = (a.mean - b.mean) / Math.sqrt(squared);
  const degreesOfFreedom =
    squared ** 2 / (a.squaredError ** 2 / (xs.length - 1) + b.squaredError ** 2 / (ys.length - 1));
  return { t, degreesOfFreedom, pValue: studentTails(t, degreesOfFreedom) };
}

function moments(xs: readonly number[]): { mean: number; squaredError: number } {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const squares = xs.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, squaredError: squares / (xs.length - 1) / xs.length };
}

/** P(|T| >= |t|) = I_x(df / 2, 1 / 2) with x = df / (df + t^2); Abramowitz and Stegun 26.7.1. */
function studentTails(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}
