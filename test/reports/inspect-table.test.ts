import { describe, expect, it } from 'vitest';
import type { RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { renderTerminal } from '../../reports/terminal.js';
import { inspectRun, inspectScenario } from '../fakes/inspect-run.js';
import { failed, fakeRecord, withFigures, withStrategies } from '../fakes/records.js';
import { goodRun } from '../fakes/runs.js';

const ONE_GB = { sizeBytes: 1e9, referenceNs: 217e6, rounds: 12, halfWidth: 0.028 };
const oneGb = inspectScenario(ONE_GB);

describe('the price of looking', () => {
  it('reads as the golden files', async () => {
    await expect(section(renderMarkdown(inspectRun), '## ')).toMatchFileSnapshot(
      'golden/inspect.md',
    );
    const terminal = renderTerminal(inspectRun, { colour: false, columns: 100 });
    await expect(section(terminal, '')).toMatchFileSnapshot('golden/inspect-100.txt');
  });

  it('is left out where nothing looked', () => {
    expect(renderMarkdown(goodRun)).not.toContain('The price of looking');
  });

  it('keeps those that look out of the ranking and of the answer', () => {
    const report = renderMarkdown(inspectRun);
    const [before] = report.split('## The price of looking');
    expect(before).toContain('`splice`');
    expect(before).not.toMatch(/crc32|sha256|tee/);
  });

  it('gives the time and the CPU time that a look adds to a GB', () => {
    // 16 % of 217 ms; 1.02 ns of CPU time per ns, and 0.217 ns per byte.
    expect(rowOf('read-write-crc32', oneGb).slice(3, 6)).toEqual([
      '1.16x [1.13, 1.19]',
      '34.7 [27.2, 42.3]',
      '0.035',
    ]);
  });

  it('speaks of the largest size, in one sentence', () => {
    expect(sentenceOf(inspectRun)).toBe(
      'At 1 GB a copy that looks at its bytes took from **1.16x [1.13, 1.19]** (`read-write-crc32`) to ' +
        '**2.92x [2.83, 3.01]** (`read-write-sha256`) the time of its twin; with the same look, ' +
        '`splice-tee-digest` copies **1.08x [1.05, 1.12]** as fast as `read-write-crc32`.',
    );
  });

  it('says that two looks cannot be told apart when their interval holds 1', () => {
    const comparisons = oneGb.comparisons.map((pair) =>
      pair.name === 'same-look'
        ? { ...pair, speedup: { estimate: 1.01, low: 0.98, high: 1.04 } }
        : pair,
    );
    expect(sentenceOf(of({ ...oneGb, comparisons }))).toContain(
      '`splice-tee-digest` and `read-write-crc32` cannot be told apart (1.01x [0.98, 1.04]).',
    );
  });

  it('calls nothing a price that may be none', () => {
    expect(withNoise(['read-write-crc32', 'splice-tee-digest'])).toBe(
      'At 1 GB a copy that looks at its bytes took **2.92x [2.83, 3.01]** the time of its twin with ' +
        '`read-write-sha256`; `read-write-crc32` and `splice-tee-digest` cannot be told from not looking.',
    );
    expect(withNoise(['read-write-crc32', 'read-write-sha256', 'splice-tee-digest'])).toBe(
      'At 1 GB no look can be told from none: every interval holds 1.00x.',
    );
  });

  it('names one price when there is one', () => {
    const comparisons = oneGb.comparisons.filter(({ slower }) => slower === 'read-write-sha256');
    expect(sentenceOf(of({ ...oneGb, comparisons }))).toBe(
      'At 1 GB a copy that looks at its bytes took **2.92x [2.83, 3.01]** the time of its twin with `read-write-sha256`.',
    );
  });

  it('gives no price without an interval, or where the control arm is off', () => {
    const few = inspectScenario({ ...ONE_GB, rounds: 4 });
    expect(sentenceOf(of(few))).toMatch(/^No price can be given/);
    expect(rowOf('read-write-crc32', few).slice(3, 5)).toEqual(['1.16x ±∞ ¹', '34.7 ±∞']);
    const off = inspectScenario({ ...ONE_GB, control: 1.05 });
    expect(sentenceOf(of(off))).toMatch(/^No price can be given/);
    expect(rowOf('read-write-crc32', off)[3]).toBe('1.16x [1.13, 1.19] ¹');
  });

  it('says which twin is missing', () => {
    const comparisons = oneGb.comparisons.filter(({ faster }) => faster !== 'splice');
    const alone = withStrategies({ ...oneGb, comparisons }, failed('splice', 'E_WORKER'));
    expect(rowOf('splice-tee-digest', alone).slice(2, 6)).toEqual(['`splice`', '- ¹', '-', '-']);
    expect(renderMarkdown(of(alone))).toContain('Its twin splice was not measured.');
  });

  it('does not claim a check that was not made', () => {
    const options = { ...inspectRun.options, verify: 'none' as const };
    const report = renderMarkdown({ ...inspectRun, options });
    expect(report).toContain('nobody compared the digests');
    expect(report).not.toContain('Every digest was compared');
  });

  it('does not guess at CPU time that is not known', () => {
    const unknown = withFigures(oneGb, { 'read-write': { cpuNsPerByte: null } });
    expect(rowOf('read-write-crc32', unknown)[5]).toBe('-');
  });
});

function of(scenario: ScenarioRecord): RunRecord {
  return fakeRecord({ scenarios: [scenario] });
}

/** What is said when the prices of these strategies may as well be none. */
function withNoise(names: readonly string[]): string | undefined {
  const comparisons = oneGb.comparisons
    .filter(({ name }) => name === 'inspect')
    .map((pair) =>
      names.includes(pair.slower)
        ? { ...pair, speedup: { estimate: 1.4, low: 0.3, high: 1.7 } }
        : pair,
    );
  return sentenceOf(of({ ...oneGb, comparisons }));
}

/** The blocks from the heading to the next one. */
function section(report: string, mark: string): string {
  const blocks = report.split('\n\n');
  const from = blocks.findIndex((block) => block.startsWith(`${mark}The price of looking`));
  const isHeading = (block: string) => (mark ? block.startsWith(mark) : /^\S.*\n─+$/.test(block));
  const next = blocks.findIndex((block, index) => index > from && isHeading(block));
  return `${blocks.slice(from, next).join('\n\n')}\n`;
}

function sentenceOf(record: RunRecord): string | undefined {
  return section(renderMarkdown(record), '## ').split('\n\n')[1]?.replaceAll('\n', ' ');
}

function rowOf(name: string, scenario: ScenarioRecord): string[] {
  const line = section(renderMarkdown(of(scenario)), '## ')
    .split('\n')
    .find((one) => one.startsWith(`| \`${name}\``));
  return (line ?? '')
    .split('|')
    .slice(1, -1)
    .map((words) => words.trim());
}
