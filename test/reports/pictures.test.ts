import { beforeAll, describe, expect, it } from 'vitest';
import type { Chart } from '../../reports/charts/chart.js';
import { costCharts } from '../../reports/charts/cost-charts.js';
import { sampleChart } from '../../reports/charts/sample-chart.js';
import { sizeCharts } from '../../reports/charts/size-chart.js';
import { speedupChart } from '../../reports/charts/speedup-chart.js';
import { palettes } from '../../reports/palette.js';
import {
  type DrawPicture,
  loadDrawing,
  PICTURE_WIDTH_PX,
  pictureFile,
} from '../../reports/pictures.js';
import { fakeScenario, withFigures, withOnly } from '../fakes/records.js';
import { goodRun } from '../fakes/runs.js';
import { fakeSample } from '../fakes/samples.js';
import { fakeSocketScenario } from '../fakes/sockets.js';

const few = withOnly(
  fakeScenario({ sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 8, halfWidth: 0.03 }),
  'read-write',
  'splice',
  'stream-pipe',
  'memory-copy',
);
const sockets = fakeSocketScenario({
  sizeBytes: 200e6,
  referenceNs: 210e6,
  rounds: 12,
  halfWidth: 0.04,
});
const samples = ['read-write', 'splice', 'stream-pipe'].flatMap((strategy, place) =>
  Array.from({ length: 8 }, (_, round) =>
    fakeSample(strategy, round + 1, (place + 1) * (2e6 + 1e4 * ((round * 5) % 8))),
  ),
);

function found<Found extends Chart>(chart: Found | undefined): Found {
  if (chart === undefined) throw new Error('There is no such chart.');
  return chart;
}

describe('pictures', () => {
  let draw: DrawPicture;
  beforeAll(async () => {
    draw = await loadDrawing();
  });
  const fileOf = (chart: Chart, mode: 'light' | 'dark'): string =>
    pictureFile(chart, draw(chart, PICTURE_WIDTH_PX), palettes[mode]);

  it.each([
    ['speedup', () => speedupChart(few)],
    ['limits', () => speedupChart(withFigures(few, { 'memory-copy': { limit: 'memory' } }))],
    ['samples', () => sampleChart(few, samples)],
    ['sizes', () => sizeCharts(goodRun.scenarios)[0]],
    ['cpu', () => costCharts(sockets)[0]],
  ])('of a %s chart are the golden file', async (name, chart) => {
    const svg = fileOf(found(chart()), 'light');
    await expect(svg).toMatchFileSnapshot(`golden/${name}-light.svg`);
  });

  it('of the same chart are the same text, whatever was drawn before', () => {
    const chart = found(speedupChart(few));
    const first = draw(chart, 760);
    draw(found(sizeCharts(goodRun.scenarios)[0]), 400);
    expect(draw(chart, 760)).toBe(first);
  });

  it('have a labelled line for every limit on the axis', () => {
    const limits = [
      { at: 1.02, label: 'memory copy 1.02x', holds: true },
      { at: 400, label: 'far away 400x', holds: false },
    ];
    const chart = found(speedupChart(few));
    const svg = draw({ ...chart, limits }, 760);
    expect(svg).toContain('memory copy 1.02x');
    expect(svg).not.toContain('far away');
    expect(svg.match(/stroke-dasharray="6[ ,]4"/g)).toHaveLength(1);
  });

  it('have a dot for every sample', () => {
    const svg = draw(found(sampleChart(few, samples)), 760);
    expect(svg.match(/fill="var\(--dot\)"/g)).toHaveLength(24);
  });

  it.each(['light', 'dark'] as const)('as a file in the %s name every colour', (mode) => {
    const svg = fileOf(found(speedupChart(few)), mode);
    expect(svg).not.toContain('var(');
    expect(svg).toContain(`fill="${palettes[mode].paper}"`);
    expect(svg).toContain('<title>Speedup, 7 MB, file to file</title>');
  });

  it('let no name take effect', () => {
    const hostile = '"><script>alert(1)</script>\u0000&\u202e\'';
    const chart = found(speedupChart(few));
    const rows = chart.rows.map((row) => ({ ...row, label: hostile }));
    const renamed = { ...chart, title: hostile, summary: hostile, rows };
    const svg = fileOf(renamed, 'light');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
    // oxlint-disable-next-line no-control-regex
    expect(svg).not.toMatch(/[\u0000-\u0008\u202e]/);
  });
});
