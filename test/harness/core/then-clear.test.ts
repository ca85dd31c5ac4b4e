/** Clearing up happens once, whatever comes of the work, and hides nothing. */
import { describe, expect, test } from 'vitest';
import { thenClear } from '../../../harness/core/then-clear.js';

const failed = new Error('the work went wrong');
const stays = new Error('something stays');

function clearing(error?: Error) {
  const cleared: string[] = [];
  const clear = async (): Promise<void> => {
    cleared.push('cleared');
    await Promise.resolve();
    if (error) throw error;
  };
  return { cleared, clear };
}

describe('thenClear', () => {
  test('returns what came of the work, after it was cleared up', async () => {
    const { cleared, clear } = clearing();
    const work = async () => {
      await Promise.resolve();
      expect(cleared).toEqual([]);
      return 7;
    };
    expect(await thenClear(work, clear)).toBe(7);
    expect(cleared).toEqual(['cleared']);
  });

  test.each<[string, () => Promise<number>]>([
    ['rejects', () => Promise.reject(failed)],
    [
      'throws at once',
      () => {
        throw failed;
      },
    ],
  ])('clears up after work that %s, and passes its error on', async (_, work) => {
    for (const second of [undefined, stays]) {
      const { cleared, clear } = clearing(second);
      await expect(thenClear(work, clear)).rejects.toBe(failed);
      expect(cleared).toEqual(['cleared']);
    }
  });

  test('tells that clearing up failed where nothing else did', async () => {
    const { clear } = clearing(stays);
    await expect(thenClear(() => Promise.resolve(7), clear)).rejects.toBe(stays);
  });
});
