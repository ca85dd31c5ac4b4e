/** Ballast touches much, holds little, and says truly whether it had huge pages. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeNative } from './native-room.js';

const MIB = 2 ** 20;
const HUGE_PAGES = '/sys/kernel/mm/transparent_hugepage/enabled';

function anonymousBytes(): number {
  const line = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(line?.[1]) * 1024;
}

describeNative('holdMemory', (addon) => {
  test.each([true, false])(
    'holds what was touched until it is released (huge: %s)',
    async (huge) => {
      const before = anonymousBytes();
      const held = await addon.holdMemory(63 * MIB + 1, huge);
      expect(held).toMatchObject({ bytes: 64 * MIB });
      expect(held.touchNs).toBeGreaterThan(0);
      if (existsSync('/proc/self/status'))
        expect(anonymousBytes() - before).toBeGreaterThan(60 * MIB);
      addon.releaseMemory(held.id);
      if (existsSync('/proc/self/status')) expect(anonymousBytes() - before).toBeLessThan(32 * MIB);
      expect(() => addon.releaseMemory(held.id)).toThrow(
        expect.objectContaining({ code: 'EINVAL' }),
      );
    },
  );

  test('ids are never the same', async () => {
    const [one, other] = await Promise.all([addon.holdMemory(1, true), addon.holdMemory(1, true)]);
    expect(one.id).not.toBe(other.id);
    for (const { id } of [one, other]) addon.releaseMemory(id);
  });

  test('too much is ENOMEM, not an end by force', async () => {
    await expect(addon.holdMemory(2 ** 50, true)).rejects.toMatchObject({ code: 'ENOMEM' });
  });
});

describeNative('buildBallast', (addon) => {
  test('holds one page of every 2 MiB', async () => {
    const ballast = await addon.buildBallast(64 * MIB);
    expect(ballast.touchedBytes).toBe(64 * MIB);
    expect(ballast.heldBytes).toBe(32 * 4096);
    expect(ballast.buildNs).toBeGreaterThan(0);
  });

  test.skipIf(!existsSync('/proc/self/status'))('gives the rest back', async () => {
    const before = anonymousBytes();
    await addon.buildBallast(256 * MIB);
    expect(anonymousBytes() - before).toBeLessThan(64 * MIB);
  });

  test.skipIf(!existsSync(HUGE_PAGES))('has huge pages only where they are allowed', async () => {
    const never = readFileSync(HUGE_PAGES, 'utf8').includes('[never]');
    const { hugePages } = await addon.buildBallast(16 * MIB);
    if (never) expect(hugePages).toBe(false);
    else expect(typeof hugePages).toBe('boolean');
  });

  test('rounds up to whole blocks', async () => {
    expect(await addon.buildBallast(0)).toMatchObject({ touchedBytes: 0, heldBytes: 0 });
    expect(await addon.buildBallast(1)).toMatchObject({ touchedBytes: 2 * MIB, heldBytes: 4096 });
  });

  test('too much is ENOMEM, not an end by force', async () => {
    await expect(addon.buildBallast(2 ** 50)).rejects.toMatchObject({
      code: 'ENOMEM',
      syscall: 'mmap',
    });
  });
});
