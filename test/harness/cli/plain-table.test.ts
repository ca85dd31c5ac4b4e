import { expect, test } from 'vitest';
import { plainTable } from '../../../harness/cli/plain-table.js';

test('columns stand two spaces apart, without lines, colours or trailing spaces', () => {
  const rows = [
    ['cp', 'copy', ''],
    ['memory-copy', 'bound', 'yes'],
  ];
  expect(plainTable(['strategy', 'class', 'works'], rows)).toBe(
    ['strategy     class  works', 'cp           copy', 'memory-copy  bound  yes', ''].join('\n'),
  );
});
