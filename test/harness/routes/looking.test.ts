/** What the route makes of a strategy that looks at its bytes: its digest is checked with every copy. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import { crcDigest, startDigest, type Digest } from '../../../harness/core/digests.js';
import { type Arm, USUAL } from '../../../harness/measure/plan.js';
import type { Worker } from '../../../harness/measure/worker-process.js';
import { fileToFile } from '../../../harness/routes/file-to-file.js';
import type { VerifyPolicy } from '../../../harness/routes/route.js';
import { loadStrategy } from '../../../strategies/discover.js';

const bytes = Buffer.alloc(100_001, 'looked at ');
const folder = mkdtempSync(join(tmpdir(), 'copybench-route-'));
const copies = mkdtempSync(join(tmpdir(), 'copybench-copies-'));
afterAll(() => {
  for (const path of [folder, copies]) rmSync(path, { recursive: true });
});

const source = join(folder, 'source');
const wrong = crcDigest('crc32', 0xdeadbeef);
let arm: Arm;
let right: Digest;
beforeAll(async () => {
  writeFileSync(source, bytes);
  const strategy = await loadStrategy('read-write-crc32');
  arm = { name: strategy.name, strategy };
  const running = await startDigest('crc32');
  running.update(bytes);
  right = running.finish();
});

describe('a copy whose strategy looks at its bytes', () => {
  it('is a sample when its digest is right, and the sample does not repeat the digest', async () => {
    const sample = await sampleWith(right, 'first', 0);
    expect(sample).toMatchObject({ strategy: 'read-write-crc32', checked: 'content' });
    expect(sample).not.toHaveProperty('digest');
  });

  it.each<[VerifyPolicy, number]>([
    ['first', 0],
    ['first', 7],
    ['all', 7],
  ])('fails on a wrong digest (verify %s, round %i), and leaves no copy', async (verify, round) => {
    await expect(sampleWith(wrong, verify, round)).rejects.toMatchObject({
      code: 'E_WRONG_DIGEST',
      message: expect.stringContaining('deadbeef'),
    });
    expect(readdirSync(copies)).toEqual([]);
  });

  it('fails when it reports none', async () => {
    await expect(sampleWith(undefined, 'first', 0)).rejects.toMatchObject({
      code: 'E_WRONG_DIGEST',
    });
  });

  it('is believed when nothing is to be verified', async () => {
    expect(await sampleWith(wrong, 'none', 0)).toMatchObject({ checked: 'size' });
  });
});

/** A worker that copies well and says what it is told to say. */
function sampleWith(digest: Digest | undefined, verify: VerifyPolicy, round: number) {
  const worker: Worker = {
    copy: (job) => {
      if (job.route === 'file-to-file') copyFileSync(job.source, job.destination);
      return Promise.resolve({
        elapsedNs: 1,
        sentNs: null,
        roundTripNs: 1,
        usage: null,
        systemCalls: null,
        eventLoopDelayMaxNs: null,
        ...(digest && { digest }),
      });
    },
    stop: () => Promise.resolve(),
  };
  const { takeSample } = fileToFile({
    scenario: 'file-to-file/test',
    route: 'file-to-file',
    source,
    sizeBytes: bytes.length,
    conditions: USUAL,
    dropCaches: false,
    copies,
    verify,
    addon: undefined,
    clock: systemClock,
    runBeganNs: 0,
    doubt: () => undefined,
  });
  return takeSample(arm, worker, { round, position: 0 });
}
