/** The strategies that look at their bytes: every byte copied, every byte in the digest, and a twin for each. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../harness/core/digests.js';
import { SourceDigests } from '../../harness/routes/check-digest.js';
import { discoverStrategies } from '../../strategies/discover.js';
import type { Strategy } from '../../strategies/strategy.js';
import { discoverSuites } from '../../suites/discover.js';

const SIZES = [0, 1, 4095, 4097, 2 ** 20 + 1, 7_000_000];

const folder = mkdtempSync(join(tmpdir(), 'copybench-looking-'));
const sourceOf = (sizeBytes: number): string => join(folder, `source-${sizeBytes}`);
const destination = join(folder, 'destination');

beforeAll(() => {
  for (const size of SIZES) writeFileSync(sourceOf(size), randomFillSync(Buffer.alloc(size)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const strategies = await discoverStrategies();
const looking = strategies.flatMap((strategy) =>
  strategy.checks ? [{ strategy, checks: strategy.checks }] : [],
);
const supported = await Promise.all(
  looking.map(async ({ strategy }) =>
    strategy.available({ directory: tmpdir(), route: 'file-to-file', socket: 'tcp' }),
  ),
);

test('they are these, and the suite inspect names each beside its twin', async () => {
  const names = looking.map(({ strategy }) => strategy.name);
  expect(names).toEqual([
    'native-read-write-crc32c',
    'read-write-crc32',
    'read-write-sha256',
    'read-write-xxhash',
    'splice-tee-digest',
    'splice-then-digest',
  ]);
  const suite = (await discoverSuites()).find(({ name }) => name === 'inspect');
  const twins = looking.map(({ checks }) => checks.twin);
  const measured = suite?.scenarios.flatMap(({ strategies: named }) => named);
  expect(new Set(measured)).toEqual(new Set([...names, ...twins]));
});

describe.each(looking.map(({ strategy, checks }) => [strategy.name, strategy, checks] as const))(
  '%s',
  (name, strategy, checks) => {
    const twin = strategies.find((other) => other.name === checks.twin);

    test('has a twin that makes the same copy and does not look', () => {
      expect(twin).toMatchObject({ class: strategy.class, runtime: strategy.runtime });
      expect(twin?.checks).toBeUndefined();
      expect(twin?.routes).toEqual(expect.arrayContaining([...strategy.routes]));
      expect(copies(strategy)).toBeGreaterThanOrEqual(twin ? copies(twin) : Infinity);
    });

    const here = supported[looking.findIndex((one) => one.strategy === strategy)];
    const reason = here?.available === false ? ` (skipped: ${here.reason})` : '';
    describe.skipIf(reason !== '')(`copies${reason}`, () => {
      test.each(SIZES)('and digests %i bytes, every one of them', async (sizeBytes) => {
        const source = sourceOf(sizeBytes);
        const digest = await copy(strategy, source, sizeBytes);
        expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
        await new SourceDigests(source).check(checks, digest);
      });

      test('and its digest is refused for a source that differs in one bit', async () => {
        const digest = await copy(strategy, sourceOf(4097), 4097);
        const other = join(folder, `other than ${name}`);
        const bytes = readFileSync(sourceOf(4097));
        bytes[4096]! ^= 1;
        writeFileSync(other, bytes);
        await expect(new SourceDigests(other).check(checks, digest)).rejects.toMatchObject({
          code: 'E_WRONG_DIGEST',
        });
      });

      test('and begins each digest anew', async () => {
        const first = await copy(strategy, sourceOf(4097), 4097);
        expect(await copy(strategy, sourceOf(4097), 4097)).toEqual(first);
      });
    });
  },
);

async function copy(
  strategy: Strategy,
  source: string,
  sizeBytes: number,
): Promise<Digest | undefined> {
  rmSync(destination, { force: true });
  return (await strategy.copy({ route: 'file-to-file', source, destination, sizeBytes }))?.digest;
}

function copies({ copiesPerByte }: Strategy): number {
  return copiesPerByte['file-to-file'] ?? 0;
}
