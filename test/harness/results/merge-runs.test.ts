import { describe, expect, it } from 'vitest';
import { mergeRuns } from '../../../harness/results/merge-runs.js';
import { readSampledRun, type SampledRun } from '../../../harness/results/read-run.js';
import { recordSchema, type MeasuredRecord } from '../../../harness/results/record.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { unsupported, withStrategies } from '../../fakes/records.js';
import { elsewhere, fakeSampledRun, storeRun } from '../../fakes/sampled-runs.js';

const path = temporaryFolder();
const MADE = { runId: '2026-11-24-000000-merged', command: 'copybench merge a b' };

/** A run in which `fast` is as many times as fast as the reference. */
function run(day: number, speedup = 2, changes = {}): SampledRun {
  const times = { base: 1e6, fast: 1e6 / speedup };
  return fakeSampledRun({ day, scenarios: [{ sizeBytes: 7e6, times }], changes });
}

function fastOf({ record }: SampledRun): MeasuredRecord {
  const found = record.scenarios[0]!.strategies.find(({ name }) => name === 'fast');
  if (found?.outcome !== 'measured') throw new Error('fast was not measured');
  return found;
}

function width({ low, high }: NonNullable<MeasuredRecord['speedup']>): number {
  return Math.log(high! / low!);
}

/** No run has `reflink`, and the second one has no `fast` either. */
function lacking(day: number): SampledRun {
  const { record, samples } = run(day);
  const absent = unsupported('reflink', 'no such call');
  const others = day === 1 ? [absent] : [absent, unsupported('fast', 'gone')];
  return {
    record: { ...record, scenarios: [withStrategies(record.scenarios[0]!, ...others)] },
    samples,
  };
}

describe('runs of one machine', () => {
  it('become a record that reads back with its samples', async () => {
    const merged = mergeRuns([run(1), run(2), run(3)], MADE);
    expect(recordSchema.parse(merged.record)).toEqual(merged.record);
    const read = await readSampledRun(storeRun(path('merged'), merged));
    expect(read.record).toEqual(merged.record);
    expect(read.samples).toEqual(merged.samples);
  });

  it('keep every sample, with rounds of their own', () => {
    const parts = [run(1), run(2)];
    const { samples, record } = mergeRuns(parts, MADE);
    expect(samples).toHaveLength(parts.reduce((sum, part) => sum + part.samples.length, 0));
    expect(record.scenarios[0]!.rounds).toBe(16);
    const fast = samples.filter(({ strategy }) => strategy === 'fast');
    const rounds = fast.map(({ round }) => round).join(' ');
    expect(rounds).toBe('0 1 2 3 4 5 6 7 8 0 9 10 11 12 13 14 15 16');
    expect(new Set(fast.map((sample) => sample.run))).toEqual(new Set([0, 1]));
  });

  it('have an interval as wide as the runs are apart, whatever their rounds say', () => {
    const parts = [run(1, 2), run(2, 2.2), run(3, 1.8), run(4, 2.1)];
    const { speedup, levels } = fastOf(mergeRuns(parts, MADE));
    const [narrow] = parts.map(fastOf);
    expect(width(speedup!)).toBeGreaterThan(5 * width(narrow!.speedup!));
    expect(speedup!.low).toBeLessThan(2);
    expect(speedup!.high).toBeGreaterThan(2);
    expect(levels!.speedup!.between).toBeGreaterThan(3 * levels!.speedup!.within);
  });

  it('have little scatter between them when they do not differ', () => {
    const { levels } = fastOf(mergeRuns([run(1), run(2), run(3), run(4)], MADE));
    expect(levels!.speedup!.between).toBeLessThan(levels!.speedup!.within);
  });

  it('name their members, and doubts of theirs say whose they are', () => {
    const doubt = { code: 'load-high' as const, message: 'Load is 3.', remedy: 'Wait.' };
    const { record } = mergeRuns([run(1, 2, { warnings: [doubt] }), run(2)], MADE);
    expect(record.merged!.map(({ runId }) => runId)).toEqual([
      '2026-11-01-183000-published',
      '2026-11-02-183000-published',
    ]);
    expect(record.warnings[0]!.message).toBe('Load is 3. (2026-11-01-183000-published)');
    expect(record).toMatchObject({
      startedAt: '2026-11-01T18:30:00.000Z',
      finishedAt: '2026-11-02T18:32:00.000Z',
    });
  });

  it('may differ in kernel, which is said', () => {
    const { record } = mergeRuns(
      [run(1), run(2, 2, { machine: elsewhere({ kernel: '7' }) })],
      MADE,
    );
    expect(record.warnings.map(({ code }) => code)).toEqual(['merge-differs']);
    expect(record.warnings[0]!.message).toContain('differ in kernel: 6.12.48+deb13-amd64, 7.');
  });
});

describe('what some runs lack', () => {
  it('a scenario is left out, with a word', () => {
    const more = fakeSampledRun({
      day: 2,
      scenarios: [7e6, 8e6].map((sizeBytes) => ({ sizeBytes, times: { base: 1e6, fast: 5e5 } })),
    });
    const { record } = mergeRuns([run(1), more], MADE);
    expect(record.scenarios).toHaveLength(1);
    expect(record.warnings[0]).toMatchObject({ code: 'merge-left-out', scenario: /8MB/ });
    expect(record.warnings[0]!.message).toContain('1 of 2 runs have this scenario');
  });

  it('a strategy is left out, with a word, and one that no run could stays with its reason', () => {
    const { record } = mergeRuns([lacking(1), lacking(2)], MADE);
    expect(record.scenarios[0]!.strategies.map(({ name }) => name)).toEqual(['base', 'reflink']);
    expect(record.warnings).toEqual([
      expect.objectContaining({ code: 'merge-left-out', strategy: 'fast' }),
    ]);
  });
});

describe('what cannot be merged', () => {
  const other = fakeSampledRun({
    day: 2,
    scenarios: [{ sizeBytes: 7e6, times: { fast: 5e5, base: 1e6 } }],
  });
  const distant = fakeSampledRun({
    day: 2,
    scenarios: [{ sizeBytes: 9e6, times: { base: 1e6, fast: 5e5 } }],
  });

  it.each([
    [
      'runs of two machines',
      [run(1), run(2, 2, { machine: elsewhere({ fingerprint: 'x' }) })],
      /of the machine 3f9c21d07ab4 and \S+ of x\. Put/,
    ],
    ['the same run twice', [run(1), run(1)], /2026-11-01-183000-published is named twice/],
    [
      'a run that is merged',
      [mergeRuns([run(1), run(2)], MADE), run(3)],
      /merged is merged already/,
    ],
    ['runs with other references', [run(1), other], /one has the reference base and another fast/],
    ['runs with nothing in common', [run(1), distant], /they have no scenario in common/],
  ])('%s', (_, runs, why) => {
    expect(() => mergeRuns(runs, MADE)).toThrow(why);
    expect(() => mergeRuns(runs, MADE)).toThrow(expect.objectContaining({ code: 'E_MERGE' }));
  });
});
