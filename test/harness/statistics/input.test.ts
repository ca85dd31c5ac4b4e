import { describe, expect, it } from 'vitest';
import {
  requireConfidence,
  requireCount,
  requireNumbers,
  requirePositive,
  requireProbability,
} from '../../../harness/statistics/input.js';

describe('the checks of the input', () => {
  it('accept what is right', () => {
    requireNumbers([-1, 0, 1], 'xs');
    requirePositive([Number.MIN_VALUE, Number.MAX_VALUE], 'xs', 2);
    requireProbability(0, 'p');
    requireProbability(1, 'p');
    requireConfidence(0.95);
    requireCount(0, 'rounds', 0);
  });

  it('name the argument, the place and the value seen', () => {
    expect(() => requireNumbers([1, -Infinity], 'ds')).toThrow(
      new RangeError('ds[1] is -Infinity: it must be finite.'),
    );
    expect(() => requirePositive([1, 2, 0], 'times')).toThrow(
      new RangeError('times[2] is 0: it must be above 0.'),
    );
    expect(() => requireProbability(2, 'p')).toThrow(
      new RangeError('p is 2: it must lie between 0 and 1.'),
    );
    expect(() => requireConfidence(1)).toThrow(
      new RangeError('confidence is 1: it must lie above 0 and below 1.'),
    );
    expect(() => requireCount(1.5, 'arms', 1)).toThrow(
      new RangeError('arms is 1.5: it must be a whole number of at least 1.'),
    );
  });
});
