/** What the statistics accept: each check throws a RangeError that names the argument and the value seen. */

/**
 * @param xs numbers of any unit
 * @param name what the caller calls them
 * @throws RangeError when there are fewer than `atLeast` numbers or one is NaN or infinite
 */
export function requireNumbers(xs: readonly number[], name: string, atLeast = 1): void {
  if (xs.length < atLeast) {
    throw new RangeError(`${name} has ${xs.length} numbers: at least ${atLeast} are needed.`);
  }
  const bad = xs.findIndex((x) => !Number.isFinite(x));
  if (bad !== -1) throw new RangeError(`${name}[${bad}] is ${xs[bad]}: it must be finite.`);
}

/**
 * @param xs numbers whose logarithm is to be taken
 * @param name what the caller calls them
 * @throws RangeError as `requireNumbers`, and when a number is zero or negative
 */
export function requirePositive(xs: readonly number[], name: string, atLeast = 1): void {
  requireNumbers(xs, name, atLeast);
  const bad = xs.findIndex((x) => x <= 0);
  if (bad !== -1) throw new RangeError(`${name}[${bad}] is ${xs[bad]}: it must be above 0.`);
}

/**
 * @param value a probability
 * @param name what the caller calls it
 * @throws RangeError unless 0 <= value <= 1
 */
export function requireProbability(value: number, name: string): void {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`${name} is ${value}: it must lie between 0 and 1.`);
  }
}

/**
 * @param confidence the share of intervals that shall cover the truth, such as 0.95
 * @throws RangeError unless 0 < confidence < 1
 */
export function requireConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence is ${confidence}: it must lie above 0 and below 1.`);
  }
}

/**
 * @param value a count
 * @param name what the caller calls it
 * @throws RangeError unless it is a whole number of at least `atLeast`
 */
export function requireCount(value: number, name: string, atLeast: number): void {
  if (!Number.isSafeInteger(value) || value < atLeast) {
    throw new RangeError(`${name} is ${value}: it must be a whole number of at least ${atLeast}.`);
  }
}
