import { describe, expect, it } from 'vitest';
import type { EstimateRecord, ScenarioRecord } from '../../harness/results/record.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { fakeRecord, fakeScenario } from '../fakes/records.js';

const MS = 1e6;

describe('the published table', () => {
  it('is left out when the run compared no such pair', () => {
    const scenario = { ...sized(7e6), comparisons: [] };
    expect(renderMarkdown(fakeRecord({ scenarios: [scenario] }))).not.toContain(
      'The published table',
    );
  });

  it('stands in order of size, with a dash where nothing was published', () => {
    const scenarios = [sized(1e9), sized(64e6), sized(7e6)];
    const rows = rowsOf(scenarios).map((row) => [row[0], row.at(-1)]);
    expect(rows).toEqual([
      ['7 MB', '346 % (3.46x)'],
      ['64 MB', '-'],
      ['1 GB', '215 % (2.15x)'],
    ]);
  });

  it.each<[string, EstimateRecord, string, string]>([
    ['faster', { estimate: 1.42, low: 1.38, high: 1.46 }, '1.42x [1.38, 1.46]', '42 %'],
    ['slower', { estimate: 0.9, low: 0.85, high: 0.95 }, '0.90x [0.85, 0.95]', '10 % slower'],
    ['no clear difference', { estimate: 1.02, low: 0.97, high: 1.07 }, '1.02x [0.97, 1.07]', '~'],
    ['too few rounds', { estimate: 1.4, low: null, high: null }, '1.40x ±∞ ¹', '-'],
  ])('says %s only as far as the interval allows', (_, speedup, printed, percent) => {
    const [row] = rowsOf([sized(7e6, speedup)]);
    expect(row?.slice(3, 5)).toEqual([printed, percent]);
  });

  it('names no difference where the control arm is off', () => {
    const speedup = { estimate: 1.42, low: 1.38, high: 1.46 };
    const control = { speedup: { estimate: 1.1, low: 1.05, high: 1.15 }, noise: 0.15, sigma: 0.1 };
    const [row] = rowsOf([{ ...sized(7e6, speedup), control }]);
    expect(row?.slice(3, 5)).toEqual(['1.42x [1.38, 1.46] ¹', '~']);
  });

  it('heads its columns in general words when the pairs differ', () => {
    const [other] = sized(1e9).comparisons;
    const scenarios = [
      sized(7e6),
      { ...sized(1e9), comparisons: other === undefined ? [] : [{ ...other, faster: 'sendfile' }] },
    ];
    expect(renderMarkdown(fakeRecord({ scenarios }))).toContain(
      '| read-write-4k ms | zero-copy ms |',
    );
  });
});

function sized(
  sizeBytes: number,
  speedup: EstimateRecord = { estimate: 2, low: 1.9, high: 2.1 },
): ScenarioRecord {
  const scenario = fakeScenario({ sizeBytes, referenceNs: 9 * MS, rounds: 12, halfWidth: 0.02 });
  const comparisons = scenario.comparisons.map((comparison) => ({ ...comparison, speedup }));
  return { ...scenario, comparisons };
}

/** The cells of the published table, row by row. */
function rowsOf(scenarios: ScenarioRecord[]): string[][] {
  const table = renderMarkdown(fakeRecord({ scenarios }))
    .split('\n\n')
    .find((block) => block.startsWith('| file size'));
  const lines = table?.split('\n').slice(2) ?? [];
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((words) => words.trim()),
  );
}
