import { describe, expect, it } from 'vitest';
import { rescale } from '../../../harness/statistics/interval.js';

describe('rescaling an estimate', () => {
  it('carries the estimate and both limits over', () => {
    expect(rescale({ estimate: 0, low: -1, high: 1 }, Math.exp)).toEqual({
      estimate: 1,
      low: Math.exp(-1),
      high: Math.E,
    });
  });

  it('keeps limits that do not exist', () => {
    expect(rescale({ estimate: 0, low: null, high: null }, Math.exp)).toEqual({
      estimate: 1,
      low: null,
      high: null,
    });
  });
});
