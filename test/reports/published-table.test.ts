import { describe, expect, it } from 'vitest';
import type { EstimateRecord, ScenarioRecord } from '../../harness/results/record.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { claimedPercent, publishedFigures, publishedFor } from '../../reports/published-figures.js';
import { parseSize } from '../../harness/core/units.js';
import { PUBLISHED_SIZES } from '../../suites/suite.js';
import { fakeRecord, fakeScenario, withFigures } from '../fakes/records.js';
import { fakeSocketScenario } from '../fakes/sockets.js';

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
    expect(row?.slice(4, 6)).toEqual([printed, percent]);
  });

  it('names no difference where the control arm is off', () => {
    const speedup = { estimate: 1.42, low: 1.38, high: 1.46 };
    const control = { speedup: { estimate: 1.1, low: 1.05, high: 1.15 }, noise: 0.15, sigma: 0.1 };
    const [row] = rowsOf([{ ...sized(7e6, speedup), control }]);
    expect(row?.slice(4, 6)).toEqual(['1.42x [1.38, 1.46] ¹', '~']);
  });

  it('names the pair of every row, so that one size may have several', () => {
    const rows = rowsOf([socketAt(7e6)]).map((row) => [row[0], row[1]]);
    expect(rows).toEqual([
      ['7 MB', '`read-write-4k`, `sendfile`'],
      ['7 MB', '`read-write-4k`, `splice`'],
      ['7 MB', '`java-read-write-4k`, `java-transfer-to`'],
    ]);
  });

  it('has a table for each route', () => {
    const report = renderMarkdown(fakeRecord({ scenarios: [socketAt(7e6), sized(7e6)] }));
    expect(report).toContain('### From file to socket over TCP');
    expect(report).toContain('### From file to file');
  });
});

describe('the published claim', () => {
  it('is judged for each pair of programs, by wall time and by CPU time', () => {
    expect(claims(socketAt(7e6), socketAt(1e9))).toEqual([
      '- From file to socket over TCP the claim that zero-copy is faster holds here for wall time (`sendfile` is 8.00x as fast as `read-write-4k`, where 1.84x to 3.46x was published), and holds for CPU time (8.33x less of it in the process that copies).',
      expect.stringContaining('(`java-transfer-to` is 6.00x as fast as `java-read-write-4k`'),
    ]);
  });

  it('holds only where an interval is beyond 1', () => {
    const slow = { estimate: 1.1, low: 0.9, high: 1.3 };
    expect(claims(sized(7e6), sized(1e9, slow))[0]).toContain(
      'holds here for wall time at 7 MB only',
    );
    expect(claims(sized(1e9, slow))[0]).toContain('is not shown here for wall time');
  });

  it('is not shown under a control arm that is off', () => {
    const control = { speedup: { estimate: 1.1, low: 1.05, high: 1.15 }, noise: 0.15, sigma: 0.1 };
    expect(claims({ ...sized(7e6), control })[0]).toContain('is not shown here');
  });

  it('may hold for the one and not for the other', () => {
    const slow = { estimate: 1.1, low: 0.9, high: 1.3 };
    const costly = withFigures(sized(7e6, slow), { splice: { cpuNsPerByte: 99 } });
    expect(claims(costly)[0]).toMatch(
      /is not shown here for wall time .* and does not hold for CPU/,
    );
    expect(claims(costly, sized(1e9))[0]).toContain('holds at some sizes only for CPU time');
  });

  it('says that CPU time is not known where it is not', () => {
    const scenario = withFigures(sized(7e6), { splice: { cpuNsPerByte: null } });
    expect(claims(scenario)[0]).toContain('; CPU time is not known.');
  });
});

describe('the published figures', () => {
  it('are eight rows, of which three percentages were quoted', () => {
    expect(publishedFigures).toHaveLength(8);
    const quoted = [7e6, 200e6, 1e9].map((size) => {
      const figure = publishedFor(size);
      return figure && claimedPercent(figure);
    });
    expect(quoted).toEqual([346, 184, 215]);
  });

  it('are of the sizes that --sizes published stands for', () => {
    expect(publishedFigures.map(({ sizeBytes }) => sizeBytes)).toEqual(
      PUBLISHED_SIZES.map(parseSize),
    );
  });
});

/** The sentences about the claim, one a line. */
function claims(...scenarios: ScenarioRecord[]): string[] {
  return renderMarkdown(fakeRecord({ scenarios }))
    .split('\n')
    .filter((line) => line.includes('the claim that'));
}

function socketAt(sizeBytes: number): ScenarioRecord {
  return fakeSocketScenario({ sizeBytes, referenceNs: 9 * MS, rounds: 12, halfWidth: 0.02 });
}

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
