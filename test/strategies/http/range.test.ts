import { assert, nat, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOf } from '../../../strategies/http/range.js';

const part = (start: number, length: number) => ({ kind: 'part', start, length });
const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };

describe('rangeOf', () => {
  it.each([
    ['bytes=0-0', part(0, 1)],
    ['bytes=0-99', part(0, 100)],
    ['bytes=10-', part(10, 90)],
    ['bytes=99-99', part(99, 1)],
    ['bytes=50-1000', part(50, 50)],
    ['bytes=-1', part(99, 1)],
    ['bytes=-100', part(0, 100)],
    ['bytes=-1000', part(0, 100)],
    ['Bytes= 1-2 ', part(1, 2)],
    ['bytes=0-99999999999999999999', part(0, 100)],
  ])('%s of 100 bytes is a part', (header, expected) => {
    expect(rangeOf(header, 100)).toEqual(expected);
  });

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=99999999999999999999-'])(
    '%s of 100 bytes cannot be satisfied',
    (header) => {
      expect(rangeOf(header, 100)).toEqual(unsatisfiable);
    },
  );

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=0-1,5-6',
    'bytes=a-b',
    'bytes=-1-2',
    'bytes=0x1-2',
    'lines=0-5',
    'bytes=1.5-2',
  ])('%s is answered with everything', (header) => {
    expect(rangeOf(header, 100)).toEqual(whole);
  });

  it('knows that an empty file has no bytes', () => {
    expect(rangeOf('bytes=0-', 0)).toEqual(unsatisfiable);
    expect(rangeOf('bytes=-5', 0)).toEqual(whole);
  });

  it('never leaves the file, whatever is asked', () => {
    assert(
      property(string(), nat(), nat(), nat(1000), (noise, a, b, sizeBytes) => {
        for (const header of [noise, `bytes=${a}-${b}`, `bytes=-${a}`, `bytes=${b}-`]) {
          const range = rangeOf(header, sizeBytes);
          if (range.kind !== 'part') continue;
          expect(range.length).toBeGreaterThan(0);
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.start + range.length).toBeLessThanOrEqual(sizeBytes);
        }
      }),
    );
  });
});
