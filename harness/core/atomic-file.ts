/** Writes a file so that a reader, or a crash, sees the old one or the new one and nothing between. */
import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes `text` to `path` by way of a synced temporary file beside it and rename(2).
 *
 * @throws Node-shaped system error; the temporary file is removed and an earlier `path` stays as it was
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.partial`;
  try {
    const file = await open(temporary, 'w', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
