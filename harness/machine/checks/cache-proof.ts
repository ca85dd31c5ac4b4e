/** By which call the page cache can be asked what it holds of a file. */
import { loadAddon } from '../../binding/load.js';
import { describeError } from '../../core/errors.js';
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'cache-proof',
  label: 'proof of cache state',
  why: 'Whether a source was in memory, or was not, is proven before every copy; without a proof it is only hoped for.',
  async look() {
    const loaded = loadAddon();
    if (!loaded.ok) return unknown(loaded.reason);
    try {
      await loaded.addon.residency(process.execPath, 'cachestat');
      return good('cachestat(2)');
    } catch (error) {
      return note(
        `mincore(2); cachestat: ${describeError(error)}`,
        'Linux 6.5 tells dirty pages as well.',
      );
    }
  },
});
