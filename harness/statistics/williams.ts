/** The order of the arms within each round: balanced, so that no arm profits from its place or its neighbour. */
import { requireCount } from './input.js';
import { createRandom } from './random.js';

/** What makes a plan: the same two values give the same rounds. */
export interface PlanOptions {
  /** How many arms each round has, at least 1. */
  arms: number;
  /** Any text or number; stored with the run. */
  seed: number | string;
}

/**
 * A Williams design for k arms (Williams, "Experimental Designs Balanced for the Estimation of Residual
 * Effects of Treatments", 1949; R package crossdes, `williams`). Every row holds each arm once, every
 * column holds each arm equally often, and every ordered pair of neighbours occurs equally often: once
 * for an even k, which takes k rows, twice for an odd k, which takes 2k. With every row its mirror image
 * is a row too.
 *
 * @param k arms, at least 1
 * @returns rows of the arms 0..k-1; row i and row `i + rows / 2` mirror each other
 * @throws RangeError when k is no whole number above 0
 */
export function williamsSquare(k: number): number[][] {
  requireCount(k, 'k', 1);
  const rows = Array.from({ length: k }, (_, shift) => zigzag(k).map((arm) => (arm + shift) % k));
  return k % 2 === 0 ? rows : [...rows, ...rows.map((row) => row.toReversed())];
}

/**
 * The orders of the arms, round after round, without end. Rounds come in blocks of two, a row of a
 * Williams square and its mirror image (ABBA, for more than two arms): within a block every arm has the
 * same mean place, so a linear drift cancels. The blocks of a square come in random order, each once,
 * with its two rows in random order; then the next square begins. Each square has its arms renamed at
 * random. Pairs that meet across the border of two rounds are not balanced.
 *
 * @throws RangeError when `arms` is no whole number above 0
 */
export function* roundOrders({ arms, seed }: PlanOptions): Generator<number[], never> {
  const random = createRandom(seed);
  const rows = williamsSquare(arms);
  for (;;) {
    const names = random.shuffle(rows[0]!);
    for (const row of random.shuffle(rows.slice(0, rows.length / 2))) {
      const first = random.integer(2) === 0 ? row : row.toReversed();
      yield first.map((arm) => names[arm]!);
      yield first.toReversed().map((arm) => names[arm]!);
    }
  }
}

/**
 * The first rounds of `roundOrders`. A shorter plan is the beginning of a longer one with the same seed,
 * because the stop rule decides only later how many rounds are run.
 *
 * @returns `rounds` rows, each with the arms 0..arms-1 in the order to run them
 * @throws RangeError when `arms` is no whole number above 0, or `rounds` none of at least 0
 */
export function planRounds({ rounds, ...options }: PlanOptions & { rounds: number }): number[][] {
  requireCount(rounds, 'rounds', 0);
  const orders = roundOrders(options);
  return Array.from({ length: rounds }, () => orders.next().value);
}

/** 0, 1, k-1, 2, k-2, ...: neighbours differ by each amount modulo k once, which balances the pairs. */
function zigzag(k: number): number[] {
  return Array.from({ length: k }, (_, place) =>
    place % 2 === 1 ? (place + 1) / 2 : (k - place / 2) % k,
  );
}
