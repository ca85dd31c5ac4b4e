import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { SampledRun } from '../../harness/results/read-run.js';
import { renderTerminal } from '../../reports/terminal.js';
import { textWidth } from '../../reports/text-width.js';
import { everythingRun, smallRun } from '../fakes/charted-runs.js';
import { emptyRun, goodRun, troubledRun } from '../fakes/runs.js';

const ESCAPE = '\u001b';

function renamed(name: string): string {
  return name === 'stream-pipe' ? '流管道' : name;
}

/** The run with a strategy whose name takes two columns a character. */
function inChinese({ record, samples }: SampledRun): SampledRun {
  const scenarios = record.scenarios.map((scenario) => ({
    ...scenario,
    strategies: scenario.strategies.map((one) => ({ ...one, name: renamed(one.name) })),
  }));
  return {
    record: { ...record, scenarios },
    samples: samples.map((sample) => ({ ...sample, strategy: renamed(sample.strategy) })),
  };
}

describe('the terminal report', () => {
  it.each([
    ['good', goodRun],
    ['troubled', troubledRun],
    ['empty', emptyRun],
  ])('of a %s run reads as the golden file', async (name, record) => {
    const report = renderTerminal(record, { colour: false, columns: 100 });
    await expect(report).toMatchFileSnapshot(`golden/${name}-100.txt`);
  });

  it.each([
    ['small', 100, false, smallRun],
    ['small', 78, true, smallRun],
    ['everything', 100, false, everythingRun],
  ])(
    'of a %s run with samples at %i columns, ASCII %s, reads as the golden file',
    async (...given) => {
      const [name, columns, ascii, { record, samples }] = given;
      const report = renderTerminal(record, { colour: false, columns, ascii }, samples);
      const form = ascii ? '-ascii' : '';
      await expect(report).toMatchFileSnapshot(`golden/${name}-samples-${columns}${form}.txt`);
    },
  );

  it('of a pinned run begins with its CPUs', () => {
    const pinned = { workers: '0', receiver: '2-3' };
    const record = { ...goodRun, options: { ...goodRun.options, pinned } };
    const [, first] = renderTerminal(record, { colour: false, columns: 100 }).split('\n\n');
    expect(first?.trim()).toBe('Pinned: workers on CPU 0, their other ends on CPUs 2-3.');
  });

  it.each([44, 60, 80, 100, 200])('fits %i columns with samples and wide characters', (columns) => {
    for (const { record, samples } of [everythingRun, inChinese(smallRun)]) {
      const lines = renderTerminal(record, { colour: false, columns }, samples).split('\n');
      const command = `  ${record.options.command}`;
      expect(lines.filter((line) => line !== command && textWidth(line) > columns)).toEqual([]);
    }
  });

  it('in ASCII holds nothing else, and every line keeps its width', () => {
    for (const { record, samples } of [smallRun, everythingRun]) {
      const options = { colour: false, columns: 100 };
      const plain = renderTerminal(record, options, samples);
      const ascii = renderTerminal(record, { ...options, ascii: true }, samples);
      expect(ascii).toMatch(/^[\n -~]+$/);
      expect(ascii.split('\n').map(textWidth)).toEqual(plain.split('\n').map(textWidth));
    }
  });

  it('leaves columns out on a narrow terminal and says which', async () => {
    const report = renderTerminal(goodRun, { colour: false, columns: 60 });
    await expect(report).toMatchFileSnapshot('golden/good-60.txt');
    expect(report).toContain('Left out, as the terminal is narrow: context switches');
  });

  it.each([40, 60, 80, 100, 120, 200])('fits %i columns', (columns) => {
    for (const record of [goodRun, troubledRun, emptyRun]) {
      const lines = renderTerminal(record, { colour: false, columns }).split('\n');
      const command = `  ${record.options.command}`;
      const tooWide = lines.filter((line) => line !== command && textWidth(line) > columns);
      expect(tooWide).toEqual([]);
    }
  });

  it.each([40, 60, 80])('breaks no figure at %i columns', (columns) => {
    const lines = renderTerminal(goodRun, { colour: false, columns }).split('\n');
    const brokenInterval = lines.filter((line) => /\[[\d.]+,$|^ *\[/.test(line));
    const unitAlone = lines.filter((line) =>
      /^ *(GB|MB|KiB|ms|us|s|%|rounds)(?![^\s,.;])/.test(line),
    );
    expect([...brokenInterval, ...unitAlone]).toEqual([]);
  });

  it('has colours only when asked, and the same words with them', () => {
    const plain = renderTerminal(goodRun, { colour: false, columns: 100 });
    const coloured = renderTerminal(goodRun, { colour: true, columns: 100 });
    expect(plain).not.toContain(ESCAPE);
    expect(coloured).toContain(`${ESCAPE}[32mfaster`);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  it('sends nothing of the data to the terminal that it would obey', () => {
    const record = {
      ...goodRun,
      machine: {
        ...goodRun.machine,
        hostname: 'evil\u001b[2J\u001b]0;title\u0007\u0008\u202e\nhost',
      },
    };
    const report = renderTerminal(record, { colour: false, columns: 100 });
    // oxlint-disable-next-line no-control-regex
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    expect(report).toContain('ways of copying bytes, evil host');
  });
});
