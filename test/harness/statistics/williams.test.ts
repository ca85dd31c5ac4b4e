import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRounds, roundOrders, williamsSquare } from '../../../harness/statistics/williams.js';

const arms = fc.integer({ min: 1, max: 15 });
const seed = fc.oneof(fc.string(), fc.integer());

/** How often each ordered pair of different arms stands side by side in the rows. */
function neighbours(rows: number[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const [place, arm] of row.slice(1).entries()) {
      const pair = `${row[place]} ${arm}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return counts;
}

/** The rounds two by two. */
const blocksOf = (rounds: number[][]) =>
  rounds.flatMap((row, i) => (i % 2 === 0 ? [{ first: row, second: rounds[i + 1] ?? [] }] : []));

const isPermutation = (row: number[], k: number) =>
  row.toSorted((a, b) => a - b).every((arm, i) => arm === i) && row.length === k;

describe('a Williams square', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16])('for %i arms is balanced', (k) => {
    const rows = williamsSquare(k);
    const times = k % 2 === 0 ? 1 : 2;
    expect(rows).toHaveLength(k * times);
    expect(rows.every((row) => isPermutation(row, k))).toBe(true);
    const counts = neighbours(rows);
    expect(counts.size).toBe(k * (k - 1));
    expect([...counts.values()].every((count) => count === times)).toBe(true);
    for (let place = 0; place < k; place++) {
      for (let arm = 0; arm < k; arm++) {
        expect(rows.filter((row) => row[place] === arm)).toHaveLength(times);
      }
    }
  });

  it('pairs each row with its mirror image half a square later', () => {
    fc.assert(
      fc.property(arms, (k) => {
        const rows = williamsSquare(k);
        const half = rows.length / 2;
        for (const [i, row] of rows.slice(0, half).entries()) {
          expect(rows[i + half]).toEqual(row.toReversed());
        }
      }),
    );
  });

  it('for no arms is rejected', () => {
    expect(() => williamsSquare(0)).toThrow('k is 0');
    expect(() => williamsSquare(2.5)).toThrow('k is 2.5');
  });
});

describe('the plan of rounds', () => {
  it('for two arms is ABBA or BAAB throughout', () => {
    const rounds = planRounds({ arms: 2, rounds: 40, seed: 'abba' });
    const blocks = blocksOf(rounds).map(({ first, second }) => [...first, ...second].join(''));
    expect(new Set(blocks)).toEqual(new Set(['0110', '1001']));
  });

  it('comes in blocks of a row and its mirror image, so that a linear drift cancels', () => {
    fc.assert(
      fc.property(arms, seed, (k, anySeed) => {
        const rounds = planRounds({ arms: k, rounds: 4 * k, seed: anySeed });
        for (const { first, second } of blocksOf(rounds)) {
          expect(isPermutation(first, k)).toBe(true);
          expect(second).toEqual(first.toReversed());
        }
      }),
    );
  });

  it('is balanced whenever a square is complete', () => {
    fc.assert(
      fc.property(arms, seed, fc.integer({ min: 0, max: 3 }), (k, anySeed, skipped) => {
        const square = williamsSquare(k).length;
        const rounds = planRounds({ arms: k, rounds: square * (skipped + 1), seed: anySeed });
        const counts = neighbours(rounds.slice(skipped * square));
        expect(counts.size).toBe(k * (k - 1));
        expect(new Set(counts.values()).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the beginning of every longer plan with the same seed', () => {
    fc.assert(
      fc.property(arms, seed, fc.nat(40), fc.nat(40), (k, anySeed, a, b) => {
        const short = planRounds({ arms: k, rounds: Math.min(a, b), seed: anySeed });
        const long = planRounds({ arms: k, rounds: Math.max(a, b), seed: anySeed });
        expect(long.slice(0, short.length)).toEqual(short);
      }),
    );
  });

  it('differs between seeds and between one square and the next', () => {
    const plans = ['a', 'b', 'c', 'd'].map((anySeed) =>
      JSON.stringify(planRounds({ arms: 6, rounds: 6, seed: anySeed })),
    );
    expect(new Set(plans).size).toBe(4);
    const rounds = planRounds({ arms: 6, rounds: 12, seed: 'a' });
    expect(rounds.slice(6)).not.toEqual(rounds.slice(0, 6));
  });

  it('never changes for a seed, because stored seeds stand for plans', () => {
    const rounds = planRounds({ arms: 4, rounds: 4, seed: 2008 });
    expect(rounds.map((row) => row.join(''))).toEqual(['3021', '1203', '0132', '2310']);
  });

  it('goes on for as long as rounds are asked for', () => {
    const orders = roundOrders({ arms: 3, seed: 1 });
    const taken = Array.from({ length: 100 }, () => orders.next().value);
    expect(taken).toEqual(planRounds({ arms: 3, rounds: 100, seed: 1 }));
  });

  it('rejects no arms and a number of rounds that is none', () => {
    expect(() => planRounds({ arms: 0, rounds: 2, seed: 1 })).toThrow(RangeError);
    expect(() => planRounds({ arms: 2, rounds: -1, seed: 1 })).toThrow('rounds is -1');
    expect(planRounds({ arms: 2, rounds: 0, seed: 1 })).toEqual([]);
  });
});
