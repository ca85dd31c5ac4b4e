/** Random numbers from a seed: the same seed gives the same plan on every machine and Node version. */
import { requireCount } from './input.js';

/** A seeded source of randomness. Not for secrets. */
export interface Random {
  /** The next number, 0 <= x < 1, a multiple of 2^-32. */
  next(): number;
  /** A whole number, 0 <= x < n, for n up to 2^32; the bias is below n / 2^32. */
  integer(n: number): number;
  /** A shuffled copy; every order is as likely as any other. */
  shuffle<T>(xs: readonly T[]): T[];
}

/**
 * A generator for a seed: xoshiro128** started from four outputs of splitmix32, as its authors advise.
 *
 * @param seed any text or number; a number and its decimal text are the same seed, as they are on a
 *   command line
 */
export function createRandom(seed: number | string): Random {
  const seeds = splitmix32(fnv1a(String(seed)));
  const nextWord = xoshiro128([seeds(), seeds(), seeds(), seeds()]);
  const next = (): number => nextWord() / 2 ** 32;
  const integer = (n: number): number => {
    requireCount(n, 'n', 1);
    return Math.floor(next() * n);
  };
  return { next, integer, shuffle: (xs) => shuffled(xs, integer) };
}

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021;
 * prng.di.unimi.it/xoshiro128starstar.c, public domain): 128 bits of state, period 2^128 - 1.
 *
 * @param state four 32-bit words, not all zero
 * @returns a function that gives the next 32-bit word, unsigned
 */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return word;
  };
}

/** SplitMix (Steele, Lea and Flood, 2014) with the 32-bit finalizer of MurmurHash3: well-mixed words from one. */
function splitmix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  };
}

/** The FNV-1a hash over UTF-16 code units (Fowler, Noll and Vo; RFC 9923 gives the 32-bit constants). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Durstenfeld's shuffle (Algorithm 235, 1964), from the end down. */
function shuffled<T>(xs: readonly T[], integer: (n: number) => number): T[] {
  const copy = [...xs];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = integer(last + 1);
    [copy[last], copy[other]] = [copy[other]!, copy[last]!];
  }
  return copy;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
