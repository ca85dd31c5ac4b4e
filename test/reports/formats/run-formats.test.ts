import { describe, expect, it } from 'vitest';
import type { SampledRun } from '../../../harness/results/read-run.js';
import { runFormats } from '../../../reports/formats/run-formats.js';
import { emptyRun, goodRun, troubledRun } from '../../fakes/runs.js';
import { hostileRun, smallRun } from '../../fakes/sampled-run.js';

const TERMINAL = { colour: false, columns: 100 };
/** Those that have golden files of their own elsewhere. */
const ELSEWHERE = ['terminal', 'markdown', 'json', 'html'];
const own = runFormats.filter(({ name }) => !ELSEWHERE.includes(name));

const render = async (name: string, run: SampledRun): Promise<string> =>
  runFormats.find((format) => format.name === name)!.render(run, TERMINAL);

describe.each(own.map(({ name }) => name))('%s', (name) => {
  it.each([
    ['small', smallRun],
    ['hostile', hostileRun],
  ])('of a %s run reads as the golden file', async (run, results) => {
    await expect(await render(name, results)).toMatchFileSnapshot(
      `../golden/formats/run-${run}-${name}.txt`,
    );
  });

  it.each([
    ['empty', emptyRun],
    ['troubled', troubledRun],
    ['good', goodRun],
  ])('of a %s run ends in a line break', async (_, record) => {
    expect(await render(name, { record, samples: [] })).toMatch(/\n$/);
  });

  it('does not depend on anything but the run', async () => {
    expect(await render(name, structuredClone(smallRun))).toBe(await render(name, smallRun));
  });
});

describe('every format', () => {
  it('has a name of its own that a command line can hold', () => {
    const names = runFormats.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z-]*$/);
  });
});

describe('the step summary', () => {
  const github = runFormats.find(({ name }) => name === 'github')!;
  it.each([
    ['small', smallRun],
    ['hostile', hostileRun],
  ])('of a %s run reads as the golden file', async (run, results) => {
    await expect(github.stepSummary!(results)).toMatchFileSnapshot(
      `../golden/formats/run-${run}-step-summary.txt`,
    );
  });
});
