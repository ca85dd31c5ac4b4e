import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyAgain } from '../../../harness/measure/copy-again.js';
import { loadStrategy } from '../../../strategies/discover.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { fakeStrategy } from '../../fakes/strategies.js';

describe('copying a share again', () => {
  const path = temporaryFolder();
  writeFileSync(path('source'), 'x'.repeat(100_000));
  writeFileSync(path('share'), 'y'.repeat(10_000));

  it.each(['read-write', 'copy-file', 'stream-pipe'])(
    'adds to %s the time of another copy, and leaves the whole copy alone',
    async (name) => {
      const destination = path(`copy-${name}`);
      const report = await copyAgain(
        await loadStrategy(name),
        { route: 'file-to-file', source: path('source'), destination, sizeBytes: 100_000 },
        { source: path('share'), sizeBytes: 10_000 },
      );
      expect(report.elapsedNs).toBeGreaterThan(0);
      expect(report.roundTripNs).toBeGreaterThan(0);
      expect(report.usage?.cpuUserUs).toBeGreaterThanOrEqual(0);
      expect(readFileSync(destination, 'utf8')).toBe('x'.repeat(100_000));
      expect(readdirSync(path()).filter((file) => file.endsWith('.again'))).toEqual([]);
    },
  );

  afterEach(() => void vi.unstubAllGlobals());

  it('collects no garbage between the two, which would be missing before the next copy', async () => {
    const seen: string[] = [];
    vi.stubGlobal('gc', () => void seen.push('collects'));
    const strategy = fakeStrategy('told', {
      copy: ({ sizeBytes }) => void seen.push(`copies ${sizeBytes}`),
    });
    const job = {
      route: 'file-to-file',
      source: path('source'),
      destination: path('told'),
    } as const;
    const again = { source: path('share'), sizeBytes: 10_000 };
    await copyAgain(strategy, { ...job, sizeBytes: 100_000 }, again);
    expect(seen.filter((word) => word.startsWith('copies'))).toHaveLength(2);
    expect(seen[0]).toBe('collects');
    expect(seen.slice(-2)).toEqual(['copies 100000', 'copies 10000']);
  });

  it('fails as the strategy does, and leaves no second file', async () => {
    const job = { route: 'file-to-file', source: path('source'), sizeBytes: 100_000 } as const;
    const again = { source: path('missing'), sizeBytes: 10_000 };
    await expect(
      copyAgain(await loadStrategy('read-write'), { ...job, destination: path('d') }, again),
    ).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(path()).filter((file) => file.endsWith('.again'))).toEqual([]);
  });
});
