/** A disk that fills while a gate confirms a slowdown: no regression is called, and nothing stays. */
import { readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baselineSchema, sealed } from '../../../../harness/results/gate/baseline.js';
import { gateSchema } from '../../../../harness/results/gate/gate-record.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../../../fakes/folders.js';
import { copybench, start } from '../program.js';

const path = temporaryFolder();
const SIZE = ['--sizes', '1MB', '--rounds', '12', '--ballast', 'off', '--margin', '50'];
const TWO = ['--strategies', 'read-write,copy-file', '--keep-free', '1MB'];

describe('a disk that fills while a gate confirms', () => {
  test('leaves the cell inconclusive, with the error, and no file behind', async (context) => {
    const mounted = mountTmpfs('size=64m');
    if ('reason' in mounted) {
      context.skip(mounted.reason);
      return;
    }
    const disk = mounted.folder;
    const places = ['--dir', disk, '--out'];
    const baseline = path('baseline.json');
    const captured = ['--passes', '1', '--force', '--to', baseline, ...places, path('base')];
    await copybench(['baseline', ...SIZE, ...TWO, ...captured]);
    pretendItWasFaster(baseline, 'copy-file', 8);

    const out = path('gate');
    const words = ['gate', ...SIZE, ...TWO, '--baseline', baseline, ...places, out];
    const { child, ended } = start(words);
    let isFull = false;
    child.stderr?.on('data', (chunk: Buffer) => {
      if (isFull || !chunk.toString().includes('Again, to confirm: copy-file')) return;
      isFull = true;
      fill(disk);
    });
    const { status, stderr } = await ended;
    expect(isFull).toBe(true);
    const decision = gateSchema.parse(JSON.parse(readFileSync(join(out, 'gate.json'), 'utf8')));
    expect([status, decision.outcome], stderr).toEqual([3, 'inconclusive']);
    expect(decision.reasons[0]).toMatch(/measured again in vain: .*ENOSPC/);
    expect(namesIn(join(disk, 'copybench-files'))).toEqual([
      '.copybench',
      'fixture-1MB.bin',
      'fixture-1MB.json',
    ]);
  }, 120_000);
});

/** A baseline as it would be if `strategy` had once been so many times as fast. */
function pretendItWasFaster(file: string, strategy: string, times: number): void {
  const { digest: _, ...content } = baselineSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const scenarios = content.scenarios.map((scenario) => ({
    ...scenario,
    arms: scenario.arms.map((arm) =>
      arm.name === strategy
        ? {
            ...arm,
            passes: arm.passes.map((pass) =>
              pass.map((time) => time && Math.max(1, Math.round(time / times))),
            ),
          }
        : arm,
    ),
  }));
  writeFileSync(file, JSON.stringify(sealed({ ...content, scenarios })));
}

/** Leaves less room than a copy takes. */
function fill(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(join(directory, 'filler'), Buffer.alloc(bavail * bsize - 200_000));
}
