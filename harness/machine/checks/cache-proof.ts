/** By which call the page cache can be asked what it holds of a file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAddon } from '../../binding/load.js';
import { describeError } from '../../core/errors.js';
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'cache-proof',
  label: 'proof of cache state',
  why: 'Whether a source was in memory, or was not, is proven before every copy; without a proof it is only hoped for.',
  async look({ directory }) {
    const loaded = loadAddon();
    if (!loaded.ok) return unknown(loaded.reason);
    const { addon } = loaded;
    // Since Linux 6.14 it takes a file that the caller owns or may write to, as a directory under test is.
    const refused = await refusal(addon.residency(directory, 'cachestat'));
    if (refused === null) return good('cachestat(2)');
    return withOwnFile(async (file) => {
      const mapped = await refusal(addon.residency(file, 'mincore'));
      if (mapped === null)
        return note(
          `mincore(2); cachestat: ${refused}`,
          'Linux 6.5 tells dirty pages as well; without, a source is synced before every copy.',
        );
      const told = `cachestat: ${refused}; mincore: ${mapped}`;
      const read = await refusal(addon.residency(file, 'nowait'));
      if (read !== null) return unknown(`${told}; preadv2: ${read}`);
      return note(
        `preadv2(2), of warm sources alone; ${told}`,
        'Allow cachestat(2) or mincore(2): by reading, no source can be proven cold.',
      );
    });
  },
});

/** A file that is this user's for sure: of others mincore(2) tells nothing. */
async function withOwnFile<T>(work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'copybench-proof-'));
  try {
    const file = join(folder, 'file');
    await writeFile(file, 'x');
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Why the kernel does not answer, or null. */
async function refusal(asked: Promise<unknown>): Promise<string | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    return describeError(error);
  }
}
