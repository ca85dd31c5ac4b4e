/** What a strategy promises of the bytes, on whatever filesystem: one contract for all of them. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Strategy } from '../../strategies/strategy.js';
import { namesIn, temporaryFolder, writeRandomFile } from '../fakes/folders.js';
import { copy } from './every-strategy.js';

/** Where strategies are held against the contract: a directory, and sources of some sizes in it. */
export interface Place {
  directory: string;
  sizes: readonly number[];
  /** Path of the source of so many bytes, which is one of `sizes`. */
  sourceOf: (sizeBytes: number) => string;
}

/** Makes sources of `sizes` bytes in `directory` for the tests of this block. */
export function placeWithSources(directory: string, sizes: readonly number[]): Place {
  const path = temporaryFolder(directory);
  const sourceOf = (sizeBytes: number): string => path(`source-${sizeBytes}`);
  beforeAll(() => {
    for (const sizeBytes of sizes) writeRandomFile(sourceOf(sizeBytes), sizeBytes);
  });
  return { directory, sizes, sourceOf };
}

/** Of a strategy that leaves a copy. `sizes` have 4095 and 4097. */
export function testCopies(strategy: Strategy, { directory, sizes, sourceOf }: Place): void {
  const path = temporaryFolder(directory);

  test.each(sizes)('copies %i bytes, every one of them', async (sizeBytes) => {
    const source = sourceOf(sizeBytes);
    const destination = path(`copy-${sizeBytes}`);
    await copy(strategy, { source, destination, sizeBytes });
    expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
  });

  test('leaves its source as it was', async () => {
    const source = sourceOf(4097);
    const before = { bytes: readFileSync(source), mtimeMs: statSync(source).mtimeMs };
    await copy(strategy, { source, destination: path('other'), sizeBytes: 4097 });
    expect(readFileSync(source).equals(before.bytes)).toBe(true);
    expect(statSync(source).mtimeMs).toBe(before.mtimeMs);
  });

  test('has names with spaces, dashes and other scripts copied', async () => {
    const destination = path('-n ütf 日本\u2028.bin');
    await copy(strategy, { source: sourceOf(4095), destination, sizeBytes: 4095 });
    expect(readFileSync(destination).equals(readFileSync(sourceOf(4095)))).toBe(true);
  });
}

/** Of a bound, which leaves an empty file or none. */
export function testLeavings(strategy: Strategy, { directory, sizes, sourceOf }: Place): void {
  const path = temporaryFolder(directory);

  test.each(sizes)(`leaves what it says (${strategy.leaves}) of %i bytes`, async (sizeBytes) => {
    const destination = path(`of-${sizeBytes}`);
    await copy(strategy, { source: sourceOf(sizeBytes), destination, sizeBytes });
    if (strategy.leaves === 'none') expect(namesIn(path())).toEqual([]);
    else expect(statSync(destination).size).toBe(0);
    rmSync(destination, { force: true });
  });
}
