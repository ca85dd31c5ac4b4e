import { execFileSync } from 'node:child_process';
import { truncateSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { doubtsOf, isSealed, makeBaseline } from '../../../../harness/results/gate/baseline.js';
import { readBaseline, writeBaseline } from '../../../../harness/results/gate/baseline-file.js';
import { temporaryFolder } from '../../../fakes/folders.js';
import { fakeRecord } from '../../../fakes/records.js';
import { fakeTimes, withoutFigures, type FakeTimes } from '../../../fakes/scenario-times.js';

const pass = (seed: string, setting: FakeTimes = {}) => ({
  record: fakeRecord(),
  times: [fakeTimes(seed, setting)],
});
const good = makeBaseline([pass('a'), pass('b')], { margin: 0.05, forced: [] });

describe('capturing a baseline', () => {
  it('keeps every time of every pass, and sums them up for people', () => {
    const splice = good.scenarios[0]?.arms.find(({ name }) => name === 'splice');
    expect(splice?.passes.map(({ length }) => length)).toEqual([20, 20]);
    const [summary] = good.summary;
    expect(summary?.strategies.map(({ name }) => name)).toContain('splice');
    expect(summary?.strategies.find(({ name }) => name === 'splice')?.ratio?.estimate).toBeCloseTo(
      0.8,
      1,
    );
    expect(isSealed(good)).toBe(true);
  });

  it('has no doubt about quiet passes', () => {
    expect(doubtsOf([pass('a'), pass('b')], 0.05)).toEqual([]);
  });

  it('doubts a control that is off, a strategy that failed, and a ratio that drifts', () => {
    expect(doubtsOf([pass('a', { control: 1.3 })], 0.05)[0]).toContain('differs from itself');
    const broken = {
      ...pass('a'),
      times: [withoutFigures(fakeTimes('a'), 'splice', 'failed', 'EIO')],
    };
    expect(doubtsOf([broken], 0.05)).toEqual([expect.stringContaining('splice failed: EIO')]);
    const drifting = fakeTimes('a');
    const arms = drifting.arms.map((arm) =>
      arm.name === 'splice'
        ? {
            ...arm,
            passes: arm.passes.map((t) => t.map((ns, i) => Math.round((ns ?? 0) * 1.02 ** i))),
          }
        : arm,
    );
    expect(doubtsOf([{ ...pass('a'), times: [{ ...drifting, arms }] }], 0.05)).toEqual([
      expect.stringMatching(/splice beside read-write became \d+ % slower within a pass/),
    ]);
  });
});

describe('reading a baseline', () => {
  const path = temporaryFolder();
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };

  it('gives back what was written', async () => {
    await writeBaseline(path('made/for/it.json'), good);
    expect(await readBaseline(path('made/for/it.json'))).toEqual(good);
  });

  it('takes a file that was only formatted anew', async () => {
    const file = write('pretty.json', JSON.stringify(good, null, 2));
    expect(await readBaseline(file)).toEqual(good);
  });

  it('refuses one that is missing, with the command that makes it', async () => {
    await expect(readBaseline(path('none.json'))).rejects.toMatchObject({
      code: 'E_BASELINE_MISSING',
      message: expect.stringContaining('copybench baseline'),
    });
  });

  it('refuses one of another version', async () => {
    const file = write('old.json', JSON.stringify({ ...good, formatVersion: 0 }));
    await expect(readBaseline(file)).rejects.toMatchObject({ code: 'E_BASELINE_VERSION' });
  });

  it('refuses one that was edited by hand', async () => {
    const edited = JSON.stringify(good).replace('"margin":0.05', '"margin":0.5');
    await expect(readBaseline(write('edited.json', edited))).rejects.toMatchObject({
      code: 'E_BASELINE_MALFORMED',
      message: expect.stringContaining('digest'),
    });
  });

  it.each([
    ['cut off', JSON.stringify(good).slice(0, 500)],
    ['no JSON', 'hello'],
    ['no object', '[]'],
    ['with NaN for a time', JSON.stringify(good).replace(/"passes":\[\[\d+/, '"passes":[[NaN')],
    ['with an infinite time', JSON.stringify(good).replace(/"passes":\[\[\d+/, '"passes":[[1e999')],
    ['with a negative time', JSON.stringify(good).replace(/"passes":\[\[/, '"passes":[[-')],
    ['without scenarios', JSON.stringify({ ...good, scenarios: [] })],
  ])('refuses one that is %s', async (_, text) => {
    await expect(readBaseline(write('bad.json', text))).rejects.toMatchObject({
      code: 'E_BASELINE_MALFORMED',
    });
  });

  it('does not read a file of a gigabyte', async () => {
    const file = write('huge.json', '{}');
    truncateSync(file, 1e9);
    await expect(readBaseline(file)).rejects.toMatchObject({
      code: 'E_BASELINE_MALFORMED',
      message: expect.stringContaining('has 1000000000 bytes, and at most 64000000 are read'),
    });
  });

  it('does not wait for a FIFO', async () => {
    execFileSync('mkfifo', [path('fifo')]);
    await expect(readBaseline(path('fifo'))).rejects.toMatchObject({
      code: 'E_BASELINE_MALFORMED',
      message: expect.stringContaining('no regular file'),
    });
  });

  it('leaves nothing half-written beside it', async () => {
    await writeBaseline(path('whole.json'), good);
    expect(JSON.parse(readFileSync(path('whole.json'), 'utf8'))).toMatchObject({
      formatVersion: 1,
    });
  });
});
