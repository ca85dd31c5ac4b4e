/** The JSON of other programs: what they demand, and that nothing is made up. */
import { describe, expect, it } from 'vitest';
import { bencherSchema, renderBencher } from '../../../reports/formats/bencher.js';
import {
  customBenchmarkSchema,
  renderBiggerIsBetter,
  renderSmallerIsBetter,
} from '../../../reports/formats/custom-benchmark.js';
import {
  hyperfineSchema,
  leftOutOfHyperfine,
  renderHyperfine,
} from '../../../reports/formats/hyperfine.js';
import { httpRun } from '../../fakes/http-runs.js';
import { withFigures } from '../../fakes/records.js';
import { goodRun, troubledRun } from '../../fakes/runs.js';
import { smallRun } from '../../fakes/sampled-run.js';

const CELL = 'file-to-file/7MB/warm/buffered/new';
const { record } = smallRun;

describe('github-action-benchmark', () => {
  const smaller = customBenchmarkSchema.parse(JSON.parse(renderSmallerIsBetter(record)));
  const bigger = customBenchmarkSchema.parse(JSON.parse(renderBiggerIsBetter(record)));

  it('gets times in one unit, with the interval as the range', () => {
    expect(new Set(smaller.map(({ unit }) => unit))).toEqual(new Set(['ms']));
    expect(smaller.find(({ name }) => name === `${CELL}/read-write`)).toMatchObject({
      value: 2.46,
      range: '[2.389, 2.531]',
    });
  });

  it('gets throughput and speedup in the other file, and neither where there is none', () => {
    const names = bigger.map(({ name }) => name.replace(`${CELL}/`, ''));
    expect(names).toEqual([
      'read-write throughput',
      'splice throughput',
      'splice speedup',
      'cp throughput',
      'cp speedup',
    ]);
  });

  it('gets no entry for what was not measured', () => {
    for (const { name } of [...smaller, ...bigger]) expect(name).not.toMatch(/reflink|sendfile/);
  });

  it('gets no range where too few rounds give no interval', () => {
    const entries = customBenchmarkSchema.parse(JSON.parse(renderSmallerIsBetter(troubledRun)));
    expect(entries[0]).not.toHaveProperty('range');
  });

  it('gets the requests that a server answered', () => {
    const entries = customBenchmarkSchema.parse(JSON.parse(renderBiggerIsBetter(httpRun)));
    expect(entries.filter(({ unit }) => unit === 'requests/s').length).toBeGreaterThan(0);
  });
});

describe('Bencher', () => {
  it('gets nanoseconds under its own name for them, with limits', () => {
    const cells = bencherSchema.parse(JSON.parse(renderBencher(record)));
    expect(Object.keys(cells)).toHaveLength(4);
    expect(cells[`${CELL}/splice`]).toMatchObject({
      latency: { value: 2339460, lower_value: 2271616, upper_value: 2407304 },
      speedup: { value: expect.closeTo(1.0515, 4) },
    });
    expect(Object.keys(cells[`${CELL}/nothing`] ?? {})).toEqual(['latency']);
  });

  it('gets a benchmark for every figure of a whole run', () => {
    const cells = bencherSchema.parse(JSON.parse(renderBencher(goodRun)));
    expect(Object.keys(cells)).toHaveLength(54);
  });
});

describe('hyperfine', () => {
  const { results } = hyperfineSchema.parse(JSON.parse(renderHyperfine(smallRun)));

  it('gets seconds, every time in the order it was taken, and CPU time', () => {
    const [first] = results;
    const taken = smallRun.samples
      .filter(({ strategy, round }) => strategy === 'read-write' && round > 0)
      .map(({ elapsedNs }) => elapsedNs / 1e9);
    expect(first).toMatchObject({ command: `${CELL}/read-write`, median: 0.00246, times: taken });
    expect(first?.user).toBeCloseTo(303.5e-6, 9);
    expect(first?.exit_codes).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('leaves out what has no CPU time, and says so', () => {
    expect(results.map(({ command }) => command)).not.toContain(`${CELL}/cp`);
    expect(leftOutOfHyperfine(smallRun)).toEqual([
      `hyperfine leaves out ${CELL}/cp: its CPU time, which it demands, is unknown.`,
    ]);
  });

  it('gets no memory where that of a copy is unknown, and no deviation of one sample', () => {
    expect(results.find(({ command }) => command.endsWith('splice'))).not.toHaveProperty(
      'memory_usage_byte',
    );
    const [scenario] = record.scenarios;
    const one = {
      record: { ...record, scenarios: [withFigures(scenario!, { 'read-write': { samples: 1 } })] },
      samples: smallRun.samples.filter(({ round }) => round === 1),
    };
    const single = hyperfineSchema.parse(JSON.parse(renderHyperfine(one)));
    expect(single.results[0]).toMatchObject({ stddev: null, times: [expect.any(Number)] });
  });
});
