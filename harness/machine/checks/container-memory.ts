/** A limit on memory, and so on the page cache, by control groups. */
import { formatSize } from '../../core/units.js';
import { groupFiles, hiddenGroups } from '../cgroup.js';
import { memoryField } from '../proc-files.js';
import { defineCheck, doubt, good, note, unknown } from './check.js';

/** Three times the smaller published fixtures. */
const LEAST_BYTES = 1e9;
const REMEDY = 'Give the container more memory: three times the largest size and 512 MiB.';

export default defineCheck({
  name: 'container-memory',
  label: 'container: memory',
  why: 'The page cache of a copy counts against the limit, and dirty pages are throttled against it.',
  look({ files }) {
    const hidden = hiddenGroups(files);
    if (hidden !== null) return unknown(`${hidden} cannot be read`);
    const total = memoryField('MemTotal', files.read('/proc/meminfo'));
    const { v1, v2 } = groupFiles(files, 'memory', {
      v1: 'memory.limit_in_bytes',
      v2: 'memory.max',
    });
    const limits = [...v1, ...v2].filter((text) => /^\d+$/.test(text)).map(Number);
    // Version 1 writes "no limit" as a number near 2^63.
    const least = Math.min(...limits, Infinity);
    if (least >= (total ?? Number.MAX_SAFE_INTEGER)) return good('no limit');
    const value = `at most ${formatSize(least)}`;
    return least < LEAST_BYTES ? doubt(value, REMEDY) : note(value, REMEDY);
  },
});
