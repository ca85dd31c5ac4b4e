import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCpuList, parseCpuList } from '../../../harness/core/cpu-list.js';

describe('a list of CPUs', () => {
  test.each([
    ['0', [0]],
    ['0-3,8', [0, 1, 2, 3, 8]],
    ['8,0-1,1', [0, 1, 8]],
    ['', null],
    ['3-1', null],
    ['1,', null],
    ['-1', null],
    ['a', null],
    ['0-99999', null],
    ['0-9999,'.repeat(10_000), null],
  ])('%j', (text, expected) => {
    expect(parseCpuList(text)).toEqual(expected);
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 20 }), (cpus) => {
        expect(parseCpuList(cpus.join(','))).toEqual(cpus.toSorted((a, b) => a - b));
        expect(parseCpuList(formatCpuList(cpus))).toEqual(cpus.toSorted((a, b) => a - b));
      }),
    );
  });

  test('is written with runs as ranges', () => {
    expect(formatCpuList([3, 0, 1, 1, 8, 9])).toBe('0-1,3,8-9');
    expect(formatCpuList([])).toBe('');
  });
});
