import { expect, test } from 'vitest';
import { statField } from '../../../harness/machine/process-stat.js';

const fields = 'S 1 7 7 0 -1 4194560 100 0 3 0 11 12 0 0 20 0 1 0 5000 0 0';

test.each(['(node)', '(a b)', '(a) S 9 (b))', '()'])(
  'fields are found after the name %s',
  (name) => {
    const stat = `7 ${name} ${fields}`;
    expect(statField(stat, 'parent')).toBe(1);
    expect(statField(stat, 'minorFaults')).toBe(100);
    expect(statField(stat, 'majorFaults')).toBe(3);
    expect(statField(stat, 'userTicks')).toBe(11);
    expect(statField(stat, 'systemTicks')).toBe(12);
    expect(statField(stat, 'startTicks')).toBe(5000);
  },
);

test('what is not there, or no count, is unknown', () => {
  expect(statField('', 'parent')).toBeNull();
  expect(statField('7 (node) S', 'parent')).toBeNull();
  expect(statField('7 (node) S -1', 'parent')).toBeNull();
  expect(statField(`7 (node) S ${'9'.repeat(400)}`, 'parent')).toBeNull();
});
