/** Digests of bytes as they come by, under one name each. */
import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import xxhash from 'xxhash-wasm';
import { z } from 'zod';
import { bounded } from './bounded-schema.js';
import { crc32c } from './crc32c.js';

/** `xxh64` is the 64-bit xxHash with seed 0. */
export const digestAlgorithmSchema = z.enum(['crc32', 'crc32c', 'sha256', 'xxh64']);
export type DigestAlgorithm = z.infer<typeof digestAlgorithmSchema>;

/** A finished digest; `hex` has leading zeros and small letters. */
export const digestSchema = z.object({
  algorithm: digestAlgorithmSchema,
  hex: bounded.name.regex(/^([0-9a-f]{2})+$/),
});
export type Digest = z.infer<typeof digestSchema>;

export interface RunningDigest {
  readonly update: (bytes: Uint8Array) => void;
  /** The digest of all bytes so far; the last call. */
  readonly finish: () => Digest;
}

/** WebAssembly is compiled once a process, at its first use. */
let xxhashReady: ReturnType<typeof xxhash> | undefined;

/** Why `algorithm` is not to be had in this runtime; undefined when it is. */
export function digestMissing(algorithm: DigestAlgorithm): string | undefined {
  if (algorithm !== 'crc32' || typeof zlib.crc32 === 'function') return undefined;
  return `Node ${process.versions.node} has no zlib.crc32; it came with 20.15 and 22.2`;
}

/** Begins a digest of no bytes. */
export async function startDigest(algorithm: DigestAlgorithm): Promise<RunningDigest> {
  switch (algorithm) {
    case 'crc32':
      return runningCrc(algorithm, zlib.crc32);
    case 'crc32c':
      return runningCrc(algorithm, crc32c);
    case 'sha256': {
      const hash = createHash('sha256');
      return {
        update: (bytes) => void hash.update(bytes),
        finish: () => ({ algorithm, hex: hash.digest('hex') }),
      };
    }
    default: {
      const hash = (await (xxhashReady ??= xxhash())).create64();
      return {
        update: (bytes) => void hash.update(bytes),
        finish: () => ({ algorithm, hex: hash.digest().toString(16).padStart(16, '0') }),
      };
    }
  }
}

/** A 32-bit CRC as digests are written. */
export function crcDigest(algorithm: 'crc32' | 'crc32c', crc: number): Digest {
  return { algorithm, hex: crc.toString(16).padStart(8, '0') };
}

function runningCrc(
  algorithm: 'crc32' | 'crc32c',
  next: (bytes: Uint8Array, crc: number) => number,
): RunningDigest {
  let crc = 0;
  return {
    update: (bytes) => {
      crc = next(bytes, crc);
    },
    finish: () => crcDigest(algorithm, crc),
  };
}
