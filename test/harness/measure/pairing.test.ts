/** Samples are paired by their round, whatever their order and whichever are missing. */
import { describe, expect, test } from 'vitest';
import { elapsedByRound, pairByRound } from '../../../harness/measure/pairing.js';
import { fakeSample } from '../../fakes/samples.js';

test('elapsed times by round leave out the warm-up round and other arms', () => {
  const samples = [
    fakeSample('a', 0, 999),
    fakeSample('a', 2, 20),
    fakeSample('b', 1, 11),
    fakeSample('a', 1, 10),
  ];
  expect(elapsedByRound(samples, 'a')).toEqual(
    new Map([
      [2, 20],
      [1, 10],
    ]),
  );
  expect(elapsedByRound(samples, 'c')).toEqual(new Map());
});

describe('pairByRound', () => {
  const left = new Map([
    [3, 30],
    [1, 10],
    [2, 20],
  ]);

  test('keeps the rounds that both have, in their order', () => {
    const right = new Map([
      [1, 100],
      [4, 400],
      [3, 300],
    ]);
    expect(pairByRound(left, right)).toEqual({ left: [10, 30], right: [100, 300] });
  });

  test('keeps a time of zero', () => {
    expect(pairByRound(new Map([[1, 0]]), new Map([[1, 0]]))).toEqual({ left: [0], right: [0] });
  });

  test('is empty where nothing is shared', () => {
    expect(pairByRound(left, new Map())).toEqual({ left: [], right: [] });
  });
});
