/** What a job costs before its first byte, and for each byte: a straight line through times of several sizes. */

export interface SizedTime {
  sizeBytes: number;
  elapsedNs: number;
}

export interface FixedCost {
  /** At least 0. */
  fixedNs: number;
  nsPerByte: number;
  /** The largest relative distance of a point from the line, such as 0.2. */
  worstMisfit: number;
}

/** Two parameters and something to judge them by. */
const FEWEST_POINTS = 4;

/**
 * Least squares of relative errors, since a microsecond matters at a page and not at a GB: each point is weighted by
 * one over the square of its time (Draper and Smith, "Applied Regression Analysis", 3rd ed. 1998, section 9.2). Where
 * the line would begin below zero, it is drawn through zero.
 *
 * @returns undefined with fewer than four sizes, or when times do not grow with sizes
 */
export function fitFixedCost(points: readonly SizedTime[]): FixedCost | undefined {
  if (new Set(points.map(({ sizeBytes }) => sizeBytes)).size < FEWEST_POINTS) return undefined;
  // Minimise the sum of (fixed / t + slope * s / t - 1)^2.
  let [uu, uv, vv, u1, v1] = [0, 0, 0, 0, 0];
  for (const { sizeBytes, elapsedNs } of points) {
    const [u, v] = [1 / elapsedNs, sizeBytes / elapsedNs];
    uu += u * u;
    uv += u * v;
    vv += v * v;
    u1 += u;
    v1 += v;
  }
  const determinant = uu * vv - uv * uv;
  if (determinant <= 0) return undefined;
  const fixed = (u1 * vv - v1 * uv) / determinant;
  const line =
    fixed >= 0
      ? { fixedNs: fixed, nsPerByte: (v1 * uu - u1 * uv) / determinant }
      : { fixedNs: 0, nsPerByte: v1 / vv };
  if (line.nsPerByte <= 0) return undefined;
  const misfits = points.map(({ sizeBytes, elapsedNs }) =>
    Math.abs((line.fixedNs + line.nsPerByte * sizeBytes) / elapsedNs - 1),
  );
  return { ...line, worstMisfit: Math.max(...misfits) };
}

/**
 * Where a ratio that goes from one side of 1 to the other passes it, on logarithmic scales.
 *
 * @param below size and ratio on one side; `above` on the other
 */
export function crossoverBytes(
  below: { sizeBytes: number; ratio: number },
  above: { sizeBytes: number; ratio: number },
): number {
  const [from, to] = [Math.log(below.ratio), Math.log(above.ratio)];
  const share = from === to ? 0.5 : -from / (to - from);
  const [low, high] = [Math.log(below.sizeBytes), Math.log(above.sizeBytes)];
  return Math.exp(low + share * (high - low));
}
