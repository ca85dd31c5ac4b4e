/** Collects garbage before a copy, so that none of somebody else's is collected in the middle of it. */
import { getHeapStatistics } from 'node:v8';

/**
 * A full collection takes some 8 ms in a process that has just been woken, several times what small copies take,
 * and most of the time finds nothing: what a copy leaves behind is young. So young garbage is collected every time
 * (0.1 ms), and everything once so much has outlived that. V8 begins a full collection of its own at 32 MB of new
 * external memory or several MB of new heap (v8/src/heap/heap.h, external_memory_limit; heap-controller.cc), so that
 * this stays below both.
 */
const GROWTH_BYTES = 4 * 1024 * 1024;

let afterFullBytes = 0;

/**
 * Collects what may be collected. Nothing happens in a process without `--expose-gc`.
 *
 * @returns what was collected: young garbage, or all of it
 */
export function collectGarbage(): 'none' | 'young' | 'all' {
  const { gc } = globalThis;
  if (!gc) return 'none';
  gc({ type: 'minor' });
  if (usedBytes() - afterFullBytes < GROWTH_BYTES) return 'young';
  gc();
  afterFullBytes = usedBytes();
  return 'all';
}

function usedBytes(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
