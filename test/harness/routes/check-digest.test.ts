import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SourceDigests } from '../../../harness/routes/check-digest.js';

const folder = mkdtempSync(join(tmpdir(), 'copybench-digest-'));
afterAll(() => rmSync(folder, { recursive: true }));
const source = join(folder, 'source');
// Longer than what is read at a time, so that the seam is crossed.
const bytes = Buffer.alloc(9_000_001, 'the bytes of the source ');
const right = {
  algorithm: 'sha256',
  hex: createHash('sha256').update(bytes).digest('hex'),
} as const;
const checks = { algorithm: 'sha256', twin: 'read-write' } as const;

describe('the digest that a strategy reports', () => {
  beforeEach(() => writeFileSync(source, bytes));

  it('passes when it is that of the source', async () => {
    await new SourceDigests(source).check(checks, right);
  });

  it.each([
    [
      'is of other bytes',
      { ...right, hex: right.hex.replace(/^./, (c) => (c === '0' ? '1' : '0')) },
    ],
    ['is of another algorithm', { algorithm: 'crc32', hex: '00000000' } as const],
    ['is missing', undefined],
  ])('fails when it %s', async (_, digest) => {
    await expect(new SourceDigests(source).check(checks, digest)).rejects.toMatchObject({
      code: 'E_WRONG_DIGEST',
      message: expect.stringContaining(right.hex),
    });
  });

  it('fails when bytes at the end were not looked at', async () => {
    const hex = createHash('sha256').update(bytes.subarray(0, -1)).digest('hex');
    await expect(new SourceDigests(source).check(checks, { ...right, hex })).rejects.toThrow(
      /did not look at every byte/,
    );
  });

  it('is compared with one reading of the source, however many copies there are', async () => {
    const digests = new SourceDigests(source);
    await digests.check(checks, right);
    rmSync(source);
    await digests.check(checks, right);
  });

  it('rejects when the source cannot be read', async () => {
    const missing = new SourceDigests(join(folder, 'missing'));
    await expect(missing.check(checks, right)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
