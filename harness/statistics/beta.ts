/** The beta distribution, for tails of Student's t and intervals of rates. */

/**
 * The regularised incomplete beta function I_x(a, b) (R `pbeta(x, a, b)`), by its continued fraction (DLMF
 * 8.17.22) and Lentz's method.
 *
 * @param x 0..1
 * @param a above 0
 * @param b above 0
 * @returns 0..1, to about 9 significant digits
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean of the distribution; above it the other tail is taken.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return (front / a) * betaFraction(x, a, b);
}

const TINY = 1e-300;

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / guarded(1 + term * d);
      c = guarded(1 + term / c);
      step = c * d;
      fraction *= step;
    }
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return fraction;
}

function guarded(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Lanczos's approximation with the coefficients of Press et al., "Numerical Recipes", section 6.1: error below 2e-10. */
function logGamma(z: number): number {
  const coefficients = [
    76.18009172947146, -86.5053203294168, 24.01409824083091, -1.231739572450155,
    0.1208650973866179e-2, -0.5395239384953e-5,
  ];
  const shifted = z + 5.5;
  const series = coefficients.reduce(
    (sum, coefficient, index) => sum + coefficient / (z + index + 1),
    1.000000000190015,
  );
  return (z + 0.5) * Math.log(shifted) - shifted + Math.log((2.506628274631 * series) / z);
}
