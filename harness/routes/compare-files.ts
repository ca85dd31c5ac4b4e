/** Compares two files byte for byte in JavaScript, for machines where the native addon is not built. */
import { open } from 'node:fs/promises';

const CHUNK_BYTES = 2 ** 20;

/** Offset of the first difference, or -1 when the files are equal. */
export async function firstDifference(left: string, right: string): Promise<number> {
  const a = await open(left, 'r');
  try {
    const b = await open(right, 'r');
    try {
      const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
      for (let offset = 0; ; offset += CHUNK_BYTES) {
        const [x, y] = await Promise.all([
          fill(a, buffers[0], offset),
          fill(b, buffers[1], offset),
        ]);
        if (!x.equals(y)) return offset + differenceAt(x, y);
        if (x.length < CHUNK_BYTES) return -1;
      }
    } finally {
      await b.close();
    }
  } finally {
    await a.close();
  }
}

/** Fills `buffer` from `offset` on, or up to the end of the file. */
async function fill(
  file: { read(b: Buffer, at: number, n: number, pos: number): Promise<{ bytesRead: number }> },
  buffer: Buffer,
  offset: number,
): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function differenceAt(x: Buffer, y: Buffer): number {
  const length = Math.min(x.length, y.length);
  for (let i = 0; i < length; i++) if (x[i] !== y[i]) return i;
  return length;
}
