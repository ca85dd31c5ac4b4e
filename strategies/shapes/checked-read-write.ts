/** The read/write loop of `read-write`, with a look at every buffer between its reading and its writing. */
import { digestMissing, startDigest, type DigestAlgorithm } from '../../harness/core/digests.js';
import {
  byRoute,
  defineStrategy,
  type Checked,
  type FileToFileJob,
  type Strategy,
} from '../strategy.js';
import { pump, withFile } from './read-write-loop.js';

interface CheckedShape {
  name: string;
  label: string;
  /** What computes the digest, for the summary: `CRC32 by zlib.crc32`. */
  by: string;
  algorithm: DigestAlgorithm;
  copiesPerByte: number;
}

/** That of `read-write`: with another one the two would differ in more than the look. */
const BUFFER_BYTES = 64 * 1024;

/** A strategy that is `read-write` and a digest. The buffer is made and touched at the first (untimed) copy. */
export function checkedReadWriteStrategy({ by, algorithm, ...words }: CheckedShape): Strategy {
  let made: Buffer | undefined;
  const buffer = (): Buffer => (made ??= Buffer.allocUnsafeSlow(BUFFER_BYTES).fill(1));
  return defineStrategy({
    ...words,
    summary: `read(2) and write(2) through a ${BUFFER_BYTES / 1024} KiB buffer, and in between its ${by}.`,
    class: 'copy',
    routes: ['file-to-file'],
    runtime: 'javascript',
    checks: { algorithm, twin: 'read-write' },
    available: async () => {
      const reason = digestMissing(algorithm);
      return reason === undefined ? { available: true } : { available: false, reason };
    },
    copy: byRoute({ 'file-to-file': (job) => copyAndLook(buffer(), algorithm, job) }),
  });
}

async function copyAndLook(
  buffer: Buffer,
  algorithm: DigestAlgorithm,
  { source, destination }: FileToFileJob,
): Promise<Checked> {
  const digest = await startDigest(algorithm);
  withFile(source, 'r', (from) =>
    withFile(destination, 'wx', (to) => void pump(buffer, from, to, { look: digest.update })),
  );
  return { digest: digest.finish() };
}
