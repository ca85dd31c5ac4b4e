/** A ballast is planned by need and memory, held by a process of its own, and given back. */
import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { loadAddon } from '../../../harness/binding/load.js';
import { compiledPath } from '../../../harness/core/package-root.js';
import { holdBallast, planBallast } from '../../../harness/measure/ballast.js';

const GB = 1e9;
const machine = (reporting: boolean | null, availableBytes = 64 * GB) => ({
  reporting,
  availableBytes,
});

describe('planBallast', () => {
  test('needs none where free memory stays with the guest', () => {
    expect(planBallast('auto', GB, machine(false))).toEqual({
      bytes: 0,
      reason: expect.stringContaining('not needed'),
    });
  });

  test('has none where nobody can tell, and does not call that needless', () => {
    expect(planBallast('auto', GB, machine(null))).toEqual({
      bytes: 0,
      reason: expect.stringContaining('not known'),
    });
    expect(planBallast(GB, GB, machine(null))).toMatchObject({ bytes: GB });
  });

  test('has none when it was switched off', () => {
    expect(planBallast('off', GB, machine(true))).toEqual({
      bytes: 0,
      reason: expect.stringContaining('--ballast off'),
    });
  });

  test('holds the pages of more than one copy of the largest file', () => {
    const plan = planBallast('auto', GB, machine(true));
    expect(plan).toMatchObject({ cut: false });
    expect(plan.bytes).toBeGreaterThan(2 * GB);
  });

  test('grows with the largest file and never takes more than half of what is available', () => {
    fc.assert(
      fc.property(fc.nat(4 * GB), fc.nat(4 * GB), fc.nat(64 * GB), (a, b, availableBytes) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)].map((size) =>
          planBallast('auto', size, machine(true, availableBytes)),
        );
        expect(small!.bytes).toBeLessThanOrEqual(large!.bytes);
        expect(large!.bytes).toBeLessThanOrEqual(availableBytes / 2);
        expect(Number.isInteger(large!.bytes)).toBe(true);
      }),
    );
  });

  test('says when it had to be cut', () => {
    expect(planBallast('auto', GB, machine(true, GB))).toEqual({ bytes: GB / 2, cut: true });
  });

  test('takes the size that was asked for, needed or not', () => {
    expect(planBallast(GB, 1, machine(false))).toEqual({ bytes: GB, cut: false });
    expect(planBallast(8 * GB, 1, machine(true, GB))).toEqual({ bytes: GB / 2, cut: true });
  });
});

describe('holdBallast', () => {
  const program = compiledPath('harness/measure/ballast-process.js');
  const loaded = loadAddon();
  const why = loaded.ok ? '' : ` (skipped: ${loaded.reason})`;

  test.skipIf(!loaded.ok)(`holds a page of every 2 MiB until released${why}`, async () => {
    const ballast = await holdBallast(program, 64 * 2 ** 20);
    expect(ballast.touchedBytes).toBeGreaterThanOrEqual(64 * 2 ** 20);
    expect(ballast.heldBytes).toBeGreaterThan(0);
    expect(ballast.heldBytes).toBeLessThan(ballast.touchedBytes);
    expect(ballast.buildNs).toBeGreaterThan(0);
    await ballast.release();
    await ballast.release();
  });

  test.skipIf(!loaded.ok)(
    `that the system refuses is E_BALLAST, with its words${why}`,
    async () => {
      await expect(holdBallast(program, 2 ** 52)).rejects.toMatchObject({
        code: 'E_BALLAST',
        message: expect.stringMatching(/could not be built: .+--ballast off/s),
      });
    },
  );

  test('by a program that dies is E_BALLAST, with its words', async () => {
    await expect(holdBallast(`${program}.missing`, 1)).rejects.toMatchObject({
      code: 'E_BALLAST',
      message: expect.stringContaining('Cannot find module'),
    });
  });
});
