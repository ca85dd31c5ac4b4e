/** The standard normal distribution, for the cases where an exact distribution is too long to count. */
import { requireProbability } from './input.js';

/** Above this the series loses digits and the continued fraction converges fast. */
const TAIL_FROM = 3;
/** Both expansions reach double precision well before this many terms within their ranges. */
const TERMS = 200;

/**
 * The share of a standard normal below `z` (R `pnorm`). Zelen and Severo in Abramowitz and Stegun,
 * "Handbook of Mathematical Functions" (1964): the series 26.2.11 near the centre and the continued
 * fraction 26.2.14 in the tails, so that small tails keep their digits.
 *
 * @param z any number, in standard deviations
 * @returns a probability, 0..1, to about 13 significant digits
 */
export function normalCdf(z: number): number {
  if (z > TAIL_FROM) return 1 - upperTail(z);
  if (z < -TAIL_FROM) return upperTail(-z);
  let term = z;
  let sum = z;
  for (let odd = 3; odd < 2 * TERMS; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + density(z) * sum;
}

/**
 * The inverse of `normalCdf` (R `qnorm`): the starting value of Abramowitz and Stegun 26.2.23 (error
 * below 4.5e-4), then Newton steps, each of which doubles the digits.
 *
 * @param p a probability
 * @returns standard deviations from the mean; minus or plus infinity at 0 and 1
 * @throws RangeError when `p` lies outside 0..1
 */
export function normalQuantile(p: number): number {
  requireProbability(p, 'p');
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
    t;
  for (let step = 0; step < 4; step++) z -= (normalCdf(z) - p) / density(z);
  return z;
}

function upperTail(z: number): number {
  let fraction = z;
  for (let term = TERMS; term >= 1; term--) fraction = z + term / fraction;
  return density(z) / fraction;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
