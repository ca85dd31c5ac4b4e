/** Steal time is read from the line of all CPUs, in milliseconds. */
import { expect, test } from 'vitest';
import { stealMs } from '../../../harness/measure/steal.js';

const STAT = `cpu  74608 2520 24433 1117073 6176 4054 0 123 7 8
cpu0 37304 1260 12216 558536 3088 2027 0 999 0 0
intr 1462898 0 9
ctxt 4042128
btime 1748000000`;

test('it is the eighth figure of the first line, in hundredths of a second', () => {
  expect(stealMs(STAT)).toBe(1230);
});

test('none at all is zero, not unknown', () => {
  expect(stealMs('cpu  1 2 3 4 5 6 7 0 0 0\n')).toBe(0);
});

test.each([null, '', 'cpu  1 2 3 4', 'intr 1 2 3 4 5 6 7 8 9'])('of %j it is unknown', (text) => {
  expect(stealMs(text)).toBeNull();
});

test.skipIf(process.platform !== 'linux')('this machine tells', () => {
  expect(stealMs()).toBeGreaterThanOrEqual(0);
});
