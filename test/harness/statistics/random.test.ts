import { describe, expect, it } from 'vitest';
import { createRandom, xoshiro128 } from '../../../harness/statistics/random.js';

describe('xoshiro128**', () => {
  it('gives the words of the reference implementation in C for the state 1, 2, 3, 4', () => {
    const next = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
      4258142804,
    ]);
  });
});

describe('a seeded random source', () => {
  it('repeats itself for the same seed, written as a number or as text', () => {
    const first = createRandom(42);
    const again = createRandom('42');
    expect(Array.from({ length: 20 }, () => first.next())).toEqual(
      Array.from({ length: 20 }, () => again.next()),
    );
  });

  it('never changes what a seed means, because stored seeds stand for plans', () => {
    const shuffled = createRandom('copybench').shuffle([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(shuffled.join('')).toBe('57426130');
    expect(createRandom(1).next()).toBe(0.08153149322606623);
  });

  it('differs between neighbouring and between far seeds', () => {
    const firsts = [0, 1, 2, -1, 0.5, 2 ** 32, 2 ** 33, 'a', 'b', ''].map((seed) =>
      createRandom(seed).next(),
    );
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('spreads evenly over 0 to 1, and over whole numbers', () => {
    const random = createRandom('even');
    const tenths = Array(10).fill(0);
    for (let i = 0; i < 20_000; i++) tenths[Math.floor(random.next() * 10)]++;
    for (let i = 0; i < 20_000; i++) tenths[random.integer(10)]++;
    for (const count of tenths) expect(Math.abs(count - 4000)).toBeLessThan(300);
  });

  it('shuffles a copy into every order alike', () => {
    const random = createRandom('shuffle');
    const xs = ['a', 'b', 'c'];
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(xs).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(xs).toEqual(['a', 'b', 'c']);
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('rejects a whole number from an empty range', () => {
    expect(() => createRandom(1).integer(0)).toThrow('n is 0');
    expect(() => createRandom(1).integer(1.5)).toThrow('n is 1.5');
  });
});
