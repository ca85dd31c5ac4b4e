/** The same copies in memory that is backed and in memory that they touch first, side by side. */
import { describe, expect, it } from 'vitest';
import type { RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { renderTerminal } from '../../reports/terminal.js';
import { fakeRecord, fakeScenario, withOnly } from '../fakes/records.js';
import { goodRun } from '../fakes/runs.js';

const SIZE = { sizeBytes: 200e6, referenceNs: 40e6, rounds: 6, halfWidth: 0.02 };
const NAMES = ['read-write', 'splice', 'memory-copy'];

function scenario(
  asked: 'backed' | 'first-touch',
  referenceNs: number,
  memory: Partial<NonNullable<ScenarioRecord['memory']>> = {},
  place = '',
): ScenarioRecord {
  const touchFactor = asked === 'backed' ? 1.02 : 27.4;
  return {
    ...withOnly(fakeScenario({ ...SIZE, referenceNs }), ...NAMES),
    id: `file-to-file/200MB/warm/buffered/new/${asked}${place}`,
    memory: { asked, state: asked, touchFactor, ...memory },
  };
}

function runOf(...scenarios: ScenarioRecord[]): RunRecord {
  return fakeRecord({ scenarios, options: { ...fakeRecord().options, sizesBytes: [200e6] } });
}

const run = runOf(scenario('backed', 40e6), scenario('first-touch', 100e6));
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
/** What the report says between the heading of the block and the next one of its level. */
const sectionOf = (record: RunRecord): string =>
  plain(renderMarkdown(record)).match(/^## Memory: [^]*?(?=^## )/m)?.[0] ?? '';

describe('memory side by side', () => {
  it('has a table for each size, with the proof of both above it and a ratio in each row', () => {
    const section = sectionOf(run);
    expect(section).toContain('### 200 MB, file to file');
    expect(section).toContain('1.02x where the host was to back it, 27.4x where it was not.');
    expect(section).toMatch(/`read-write` *\| *40\.0 ms *\| *100\.0 ms *\| *2\.50x/);
    expect(section.match(/^\| `/gm)).toHaveLength(NAMES.length);
  });

  it('tells the two apart in titles and conditions', () => {
    const report = plain(renderMarkdown(run));
    expect(report).toContain('## 200 MB, file to file, memory backed');
    expect(report).toContain('## 200 MB, file to file, memory first touched');
    expect(report).toContain(
      'free memory backed by the host (a first touch took 1.02 times as long as a second)',
    );
  });

  it('says where memory was not seen', () => {
    const unseen = { state: 'unverified', touchFactor: null } as const;
    const record = runOf(scenario('backed', 40e6, unseen), scenario('first-touch', 100e6));
    expect(sectionOf(record)).toContain('not seen where the host was to back it');
    expect(plain(renderMarkdown(record))).toContain('state of free memory not as asked for');
  });

  it('pairs what lies in the same directory', () => {
    const places = ['/ext4', '/xfs'].flatMap((place) => [
      scenario('backed', 40e6, {}, place),
      scenario('first-touch', 100e6, {}, place),
    ]);
    expect(sectionOf(runOf(...places)).match(/^### /gm)).toHaveLength(2);
  });

  it('is no block where one of the two is missing', () => {
    expect(sectionOf(goodRun)).toBe('');
    expect(sectionOf(runOf(scenario('first-touch', 100e6)))).toBe('');
  });

  it('fits a terminal', () => {
    const lines = renderTerminal(run, { colour: false, columns: 60 }).split('\n');
    const command = `  ${run.options.command}`;
    expect(lines.filter((line) => line !== command && line.length > 60)).toEqual([]);
  });
});
