/** The file that already stands where a copy goes: written over in place, or replaced by rename(2). */
import { randomFillSync } from 'node:crypto';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../core/errors.js';

/** Written as fixtures are: the size of the writes decides the size of the page-cache folios. */
const STEP_BYTES = 4 * 2 ** 20;
/** One byte in so many is made wrong before a copy, so that what is not written over is found. */
const SPOIL_EVERY_BYTES = 2 ** 20;

/** One old file for all arms of a scenario, of the size of the source, resident and clean when the clock starts. */
export class OldDestination {
  readonly path: string;
  readonly #source: string;
  readonly #sizeBytes: number;

  /** @param copies folder that holds destinations */
  constructor(copies: string, source: string, sizeBytes: number) {
    this.path = join(copies, 'old');
    this.#source = source;
    this.#sizeBytes = sizeBytes;
  }

  /** Makes it, or spoils what the copy before left there; synced, since a dirty old file would be other work. */
  async prepare(): Promise<void> {
    const found = await stat(this.path).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return null;
      throw error;
    });
    if (found?.size === this.#sizeBytes) await this.#withFile('r+', (file) => this.#spoil(file));
    else await this.#withFile('w', (file) => this.#fill(file));
  }

  /** Puts `file` in its place, as programs do that must not leave half a file behind. */
  replaceBy(file: string): Promise<void> {
    return rename(file, this.path);
  }

  remove(): Promise<void> {
    return rm(this.path, { force: true });
  }

  async #withFile(flags: string, work: (file: FileHandle) => Promise<void>): Promise<void> {
    const file = await open(this.path, flags);
    try {
      await work(file);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** The last byte too: a copy that ends early must not profit from the one before. */
  async #spoil(file: FileHandle): Promise<void> {
    const source = await open(this.#source, 'r');
    try {
      const last = this.#sizeBytes - 1;
      for (let at = 0; at < last; at += SPOIL_EVERY_BYTES) await spoilByte(source, file, at);
      if (last >= 0) await spoilByte(source, file, last);
    } finally {
      await source.close();
    }
  }

  async #fill(file: FileHandle): Promise<void> {
    const step = randomFillSync(Buffer.alloc(Math.min(STEP_BYTES, this.#sizeBytes)));
    for (let at = 0; at < this.#sizeBytes; at += step.length)
      await file.write(step, 0, Math.min(step.length, this.#sizeBytes - at), at);
  }
}

async function spoilByte(source: FileHandle, file: FileHandle, at: number): Promise<void> {
  const { buffer } = await source.read(Buffer.alloc(1), 0, 1, at);
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 0xff]), 0, 1, at);
}
