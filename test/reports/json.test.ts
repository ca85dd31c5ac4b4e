import { describe, expect, it } from 'vitest';
import { recordSchema } from '../../harness/results/record.js';
import { renderJson } from '../../reports/json.js';
import { emptyRun, goodRun, troubledRun } from '../fakes/runs.js';

describe('the JSON report', () => {
  it.each([
    ['good', goodRun],
    ['troubled', troubledRun],
    ['empty', emptyRun],
  ])('of the %s run is the record, which follows its schema', (_, record) => {
    expect(recordSchema.parse(JSON.parse(renderJson(record)))).toEqual(record);
  });

  it('is the same text whatever the order of the keys', () => {
    const shuffled = { ...goodRun, formatVersion: goodRun.formatVersion, runId: goodRun.runId };
    const reversed = Object.fromEntries(Object.entries(shuffled).toReversed());
    expect(renderJson(recordSchema.parse(reversed))).toBe(renderJson(goodRun));
  });

  it('refuses a NaN, which JSON cannot hold', () => {
    expect(() =>
      renderJson({ ...goodRun, options: { ...goodRun.options, margin: Number.NaN } }),
    ).toThrow(/margin/);
  });
});
