/** Facts are read as they stand; what is absent or odd is null. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memoryField, readFact, readNumber } from '../../../harness/machine/proc-files.js';
import { temporaryFolder } from '../../fakes/folders.js';

const path = temporaryFolder();

const MEMINFO = `MemTotal:       24689300 kB
MemFree:        20000000 kB
Dirty:                 0 kB
WritebackTmp:         12 kB
Writeback:             7 kB
HugePages_Total:       0
`;

test.each([
  ['MemTotal', 24_689_300 * 1024],
  ['Dirty', 0],
  ['Writeback', 7168],
  ['WritebackTmp', 12_288],
  ['HugePages_Total', null],
  ['Mem', null],
  ['Free', null],
])('%s is %s bytes', (field, bytes) => {
  expect(memoryField(field, MEMINFO)).toBe(bytes);
});

test('more bytes than can be counted exactly are unknown', () => {
  expect(memoryField('Dirty', `Dirty: ${'9'.repeat(15)} kB`)).toBeNull();
  expect(memoryField('Dirty', `Dirty: ${'9'.repeat(400)} kB`)).toBeNull();
});

test('without meminfo nothing is known', () => {
  expect(memoryField('Dirty', null)).toBeNull();
});

test.each([
  ['17\n', 17],
  ['-1\n', -1],
  ['0', 0],
  ['max\n', null],
  ['1 2\n', null],
  ['', null],
])('the text %j is the number %s', (text, number) => {
  writeFileSync(path('number'), text);
  expect(readNumber(path('number'))).toBe(number);
});

test('a file that is not there, or is a folder, tells nothing', () => {
  expect(readFact(path('missing'))).toBeNull();
  expect(readFact(path())).toBeNull();
  expect(readNumber(path('missing'))).toBeNull();
});
