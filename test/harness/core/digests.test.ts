import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  crcDigest,
  type DigestAlgorithm,
  digestAlgorithmSchema,
  digestMissing,
  digestSchema,
  startDigest,
} from '../../../harness/core/digests.js';

const ALGORITHMS = digestAlgorithmSchema.options;

describe('digests', () => {
  it.each<[DigestAlgorithm, string, string]>([
    // The check values of the catalogue of parametrised CRC algorithms.
    ['crc32', '123456789', 'cbf43926'],
    ['crc32c', '123456789', 'e3069283'],
    ['crc32', '', '00000000'],
    ['crc32c', '', '00000000'],
    // FIPS 180-4, and the empty message.
    ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['sha256', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    // xxHash's own sanity checks, seed 0.
    ['xxh64', '', 'ef46db3751d8e999'],
    ['xxh64', 'a', 'd24ec4f1a98c6e5b'],
    ['xxh64', 'abc', '44bc2cf5ad770999'],
  ])('%s of %j is %s', async (algorithm, words, hex) => {
    expect(await digestOf(algorithm, Buffer.from(words))).toEqual({ algorithm, hex });
  });

  // RFC 3720, appendix B.4; it prints the bytes of a CRC in the order of the wire, the lowest first.
  it.each([
    ['32 bytes of zeros', Buffer.alloc(32), '8a9136aa'],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), '62a8ab43'],
    ['32 bytes going up', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), '46dd794e'],
    ['32 bytes going down', Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), '113fdb5c'],
  ])('crc32c of %s is as in RFC 3720', async (_, bytes, hex) => {
    expect(await digestOf('crc32c', bytes)).toEqual({ algorithm: 'crc32c', hex });
  });

  it.each(ALGORITHMS)('%s does not depend on how the bytes are cut', async (algorithm) => {
    const bytes = randomFillSync(Buffer.alloc(300_007));
    const whole = await digestOf(algorithm, bytes);
    for (const step of [1, 7, 8, 4093, 65_536]) {
      const running = await startDigest(algorithm);
      for (let at = 0; at < bytes.length; at += step) running.update(bytes.subarray(at, at + step));
      expect(running.finish()).toEqual(whole);
    }
  });

  it.each(ALGORITHMS)('%s runs twice at a time without mixing the two up', async (algorithm) => {
    const [left, right] = [await startDigest(algorithm), await startDigest(algorithm)];
    for (let i = 0; i < 100; i++) {
      left.update(Buffer.from('left'));
      right.update(Buffer.from('right'));
    }
    expect(left.finish()).toEqual(await digestOf(algorithm, Buffer.from('left'.repeat(100))));
    expect(right.finish()).toEqual(await digestOf(algorithm, Buffer.from('right'.repeat(100))));
  });

  it('keeps the leading zeros', () => {
    expect(digestSchema.parse(crcDigest('crc32', 0xab))).toEqual({
      algorithm: 'crc32',
      hex: '000000ab',
    });
  });

  it.each(ALGORITHMS)('has %s on every Node that copybench runs on', (algorithm) => {
    expect(digestMissing(algorithm)).toBeUndefined();
  });
});

async function digestOf(algorithm: DigestAlgorithm, bytes: Uint8Array) {
  const running = await startDigest(algorithm);
  running.update(bytes);
  return running.finish();
}
