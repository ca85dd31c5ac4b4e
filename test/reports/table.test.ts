import { describe, expect, it } from 'vitest';
import { type Table, cell, dropLightest, numberNotes, superscript } from '../../reports/table.js';
import { plainText } from '../../reports/text.js';

const table: Table = {
  columns: [
    { key: 'name', heading: 'name', align: 'left', weight: 1 },
    { key: 'time', heading: 'time', align: 'right', weight: 9 },
    { key: 'rate', heading: 'rate', align: 'right', weight: 5 },
  ],
  rows: [
    { name: cell('a'), time: cell('1', 'first'), rate: cell('2', 'second') },
    { name: cell('b', 'second'), time: cell('3', 'first') },
  ],
};

describe('the neutral table', () => {
  it('numbers each different note once, in reading order', () => {
    const { rows, notes } = numberNotes(table);
    expect(notes).toEqual(['first', 'second']);
    expect(rows.map((row) => row.map(plainText))).toEqual([
      ['a', '1 ¹', '2 ²'],
      ['b ²', '3 ¹', ''],
    ]);
  });

  it('drops the lightest column but never the first, and its notes with it', () => {
    const { table: narrower, dropped } = dropLightest(table);
    expect(dropped?.key).toBe('rate');
    expect(narrower.columns.map(({ key }) => key)).toEqual(['name', 'time']);
    expect(numberNotes({ ...narrower, rows: table.rows.slice(0, 1) }).notes).toEqual(['first']);
  });

  it('writes numbers as superscripts', () => {
    expect(superscript(12)).toBe('¹²');
  });
});
