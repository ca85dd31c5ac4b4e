/** Student's t distribution with whole degrees of freedom: of means of a few runs, and of steps in a series. */
import { requireCount, requireProbability } from './input.js';

/** Halvings after which the two sides of a quantile have met in double precision. */
const HALVINGS = 200;

/**
 * The two-sided p value: the share of Student's t at least as far from 0 as `t` (R `2 * pt(-abs(t), df)`).
 * Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), 26.7.3 and 26.7.4: finite sums for
 * whole degrees of freedom. They give 1 - p, so that p is right to about 1e-14 and no further in the tail.
 *
 * @param t any number, infinite ones too
 * @param df degrees of freedom, a whole number of at least 1
 * @returns a probability, 0..1
 * @throws RangeError when `t` is NaN or `df` is no such number
 */
export function studentTwoSided(t: number, df: number): number {
  requireCount(df, 'df', 1);
  if (Number.isNaN(t)) throw new RangeError('t is NaN: it must be a number.');
  if (!Number.isFinite(t)) return 0;
  const angle = Math.atan(Math.abs(t) / Math.sqrt(df));
  return Math.min(1, Math.max(0, 1 - (df % 2 === 1 ? oddShare(angle, df) : evenShare(angle, df))));
}

/**
 * The value that so much of Student's t lies below (R `qt`), by bisection of `studentTwoSided`.
 *
 * @param p a probability above 0 and below 1
 * @param df degrees of freedom, a whole number of at least 1
 * @throws RangeError when either is none
 */
export function studentQuantile(p: number, df: number): number {
  requireProbability(p, 'p');
  if (p === 0 || p === 1) throw new RangeError(`p is ${p}: its quantile is infinite.`);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  const outside = 2 * (1 - p);
  let [low, high] = [0, 1];
  while (studentTwoSided(high, df) > outside) high *= 2;
  for (let step = 0; step < HALVINGS && low < high; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTwoSided(middle, df) > outside) low = middle;
    else high = middle;
  }
  return high;
}

/** 26.7.3: the share within, for an odd df. */
function oddShare(angle: number, df: number): number {
  const cosine = Math.cos(angle);
  let term = cosine;
  let sum = df === 1 ? 0 : cosine;
  for (let k = 3; k <= df - 2; k += 2) sum += term *= ((k - 1) / k) * cosine * cosine;
  return (2 / Math.PI) * (angle + Math.sin(angle) * sum);
}

/** 26.7.4: the share within, for an even df. */
function evenShare(angle: number, df: number): number {
  const cosine = Math.cos(angle);
  let term = 1;
  let sum = 1;
  for (let k = 2; k <= df - 2; k += 2) sum += term *= ((k - 1) / k) * cosine * cosine;
  return Math.sin(angle) * sum;
}
