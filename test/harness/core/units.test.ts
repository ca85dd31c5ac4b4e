import { describe, expect, it } from 'vitest';
import {
  durationColumn,
  formatDuration,
  formatPercent,
  formatRatio,
  formatSize,
  formatSizeExact,
  parseDuration,
  parseSize,
} from '../../../harness/core/units.js';

describe('sizes', () => {
  it.each([
    ['4096', 4096],
    ['7MB', 7e6],
    ['1.1 gb', 1.1e9],
    ['64MiB', 64 * 2 ** 20],
    ['0', 0],
  ])('%s is understood', (words, bytes) => {
    expect(parseSize(words)).toBe(bytes);
  });

  it.each(['', 'MB', '7 parsecs', '-1MB', '1.5B', '1e3'])(
    '%j is refused with what to write',
    (words) => {
      expect(() => parseSize(words)).toThrow(
        expect.objectContaining({ code: 'E_USAGE', message: expect.stringContaining('7MB') }),
      );
    },
  );

  it.each([
    [7e6, '7 MB'],
    [1.5e9, '1.5 GB'],
    [4096, '4 KiB'],
    [2 ** 20, '1 MiB'],
    [4097, '4097 B'],
    [0, '0 B'],
  ])('%i prints exactly as %s', (bytes, words) => {
    expect(formatSizeExact(bytes)).toBe(words);
  });

  it('prints rounded for prose', () => {
    expect(formatSize(1_234_567_890)).toBe('1.23 GB');
  });
});

describe('durations', () => {
  it.each([
    ['250ms', 250e6],
    ['90s', 90e9],
    ['5m', 300e9],
    ['1.5h', 5400e9],
  ])('%s is understood', (words, ns) => {
    expect(parseDuration(words)).toBe(ns);
  });

  it.each(['5', '0s', 'soon', '-1s'])('%j is refused', (words) => {
    expect(() => parseDuration(words)).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });

  it.each([
    [123, '123 ns'],
    [1_234_567, '1.23 ms'],
    [61e9, '61.0 s'],
    [270e9, '4.50 min'],
  ])('%i prints as %s', (ns, words) => {
    expect(formatDuration(ns)).toBe(words);
  });

  it.each([
    [181e6, 1345e6, '1345 ms'],
    [2.29e6, 12.55e6, '12.55 ms'],
    [32.9e6, 133.6e6, '133.6 ms'],
    [86.8e3, 1.45e6, '1450.0 us'],
    [12e9, 61.26e9, '61.3 s'],
  ])('in a column whose smallest is %i, %i prints as %s', (smallest, ns, words) => {
    expect(durationColumn(smallest)(ns)).toBe(words);
  });
});

describe('ratios and shares', () => {
  it.each([
    [123.4, '123'],
    [12.34, '12.3'],
    [1.314, '1.31'],
    [0.1613, '0.161'],
    [0.00012, '0.00012'],
  ])('ratio %d prints as %s', (ratio, words) => {
    expect(formatRatio(ratio)).toBe(words);
  });

  it('prints limits with the decimals of their estimate', () => {
    expect(formatRatio(0.202, 0.196)).toBe('0.202');
    expect(formatRatio(0.196, 0.202)).toBe('0.20');
  });

  it.each([
    [0.42, '42 %'],
    [0.034, '3.4 %'],
    [0.03, '3 %'],
    [0.0001, '<0.1 %'],
    [0, '0 %'],
    [-0.2, '-20 %'],
  ])('share %d prints as %s', (share, words) => {
    expect(formatPercent(share)).toBe(words);
  });
});
