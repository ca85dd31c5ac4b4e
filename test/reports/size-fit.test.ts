/** Cost by size in words: a line for each strategy, and the sizes at which a verdict turns. */
import { describe, expect, test } from 'vitest';
import type { RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { sizeFitBlocks } from '../../reports/size-fit.js';
import { plainText } from '../../reports/text.js';
import { fakeRecord, fakeScenario, withFigures, withOnly } from '../fakes/records.js';

const SIZES = [4096, 65_536, 1_048_576, 16_777_216, 268_435_456];
type Turn = readonly ['faster' | 'slower' | 'unclear', number];

/** read-write takes 10 us and 0.2 ns a byte; splice is judged as told, size by size. */
function run(splice: readonly Turn[]): RunRecord {
  const scenarios = splice.map(([verdict, estimate], index): ScenarioRecord => {
    const sizeBytes = SIZES[index]!;
    const medianNs = 10_000 + 0.2 * sizeBytes;
    const scenario = withOnly(
      fakeScenario({ sizeBytes, referenceNs: medianNs, rounds: 12, halfWidth: 0.01 }),
      'read-write',
      'splice',
    );
    const speedup = { estimate, low: estimate * 0.99, high: estimate * 1.01 };
    return withFigures(scenario, {
      splice: { verdict, speedup, medianNs: medianNs / estimate },
    });
  });
  return fakeRecord({ scenarios });
}

const wordsOf = (record: RunRecord): string[] =>
  sizeFitBlocks(record).flatMap((block) =>
    block.kind === 'list'
      ? block.items.map(plainText).map((words) => words.replaceAll(/\s/g, ' '))
      : [],
  );

describe('crossovers', () => {
  test('are told where the verdict turns, with sizes that say nothing in between', () => {
    const record = run([
      ['slower', 0.5],
      ['unclear', 1],
      ['faster', 2],
      ['faster', 2],
      ['faster', 2],
    ]);
    expect(wordsOf(record)).toEqual([
      'splice overtakes read-write at some 66 KB (between 4 KiB and 1 MiB).',
    ]);
  });

  test('go the other way as well', () => {
    const record = run([
      ['faster', 1.2],
      ['faster', 1.2],
      ['slower', 0.8],
      ['slower', 0.8],
      ['slower', 0.8],
    ]);
    expect(wordsOf(record)).toEqual([
      'splice falls behind read-write at some 230 KB (between 64 KiB and 1 MiB).',
    ]);
  });

  test('are none where it never turns', () => {
    expect(wordsOf(run(SIZES.map(() => ['faster', 1.5] as const)))).toEqual([]);
  });
});

describe('the line', () => {
  test('has what a copy costs before its first byte, and for each', () => {
    const table = sizeFitBlocks(run(SIZES.map(() => ['faster', 2] as const))).find(
      ({ kind }) => kind === 'table',
    );
    const rows = table?.kind === 'table' ? table.table.rows : [];
    const cells = rows.map((row) =>
      ['strategy', 'fixed', 'rate'].map((key) => plainText(row[key]!.text)),
    );
    expect(cells).toEqual([
      ['splice', '5.00\u00a0us', '100.0'],
      ['read-write', '10.0\u00a0us', '200.0'],
    ]);
  });

  test('is not drawn through three sizes', () => {
    const record = run(SIZES.map(() => ['faster', 2] as const));
    expect(sizeFitBlocks({ ...record, scenarios: record.scenarios.slice(0, 3) })).toEqual([]);
  });
});
