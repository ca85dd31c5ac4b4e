import { parse } from 'csv-parse/sync';
import { array, assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, renderCsv } from '../../../reports/formats/csv.js';
import { hostileRun, HOSTILE, smallRun } from '../../fakes/sampled-run.js';

const rowsOf = (text: string): string[][] => parse(text, { record_delimiter: '\n' });

describe('CSV', () => {
  it('gives any words back, with an apostrophe before what a spreadsheet would compute', () => {
    assert(
      property(array(string({ unit: 'binary' }), { minLength: 2 }), (words) => {
        const columns = words.map((_, index) => `c${index}`);
        const row = Object.fromEntries(words.map((word, index) => [`c${index}`, word]));
        const [, found] = rowsOf(csv(columns, [row]));
        expect(found?.map((text) => text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))).toEqual(
          words,
        );
        for (const text of found ?? []) expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  it('leaves what is not known empty, and numbers as they are', () => {
    const row = { a: null, b: undefined, c: 0, d: -1.5 };
    expect(csv(['a', 'b', 'c', 'd'], [row])).toBe('a,b,c,d\n,,0,-1.5\n');
  });

  it('of a run has a row for every strategy, and no figure for what was not measured', () => {
    const [header, ...rows] = rowsOf(renderCsv(smallRun.record));
    const column = (name: string) => header!.indexOf(name);
    expect(rows.map((row) => row[column('outcome')])).toEqual([
      'measured',
      'measured',
      'measured',
      'measured',
      'unsupported',
      'failed',
    ]);
    for (const row of rows.slice(4)) {
      expect(row[column('reason')]).not.toBe('');
      expect(row.slice(column('samples')).join('')).toBe('');
    }
  });

  it('holds hostile words in their fields', () => {
    const [header, ...rows] = rowsOf(renderCsv(hostileRun.record));
    expect(rows.every((row) => row.length === header!.length)).toBe(true);
    expect(rows[0]).toContain(`'${HOSTILE}`);
    expect(rows.map((row) => row[header!.indexOf('strategy')])).toContain("'@SUM(A1)");
  });
});
