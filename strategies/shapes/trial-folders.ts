/** The folders of a trial copy: one where destinations go, and one where sources lie, which may be elsewhere. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProbeContext } from '../strategy.js';

export interface TrialFolders {
  /** On the filesystem that is copied from. */
  source: string;
  /** On the filesystem that is copied to; the same folder where that is the same filesystem. */
  destination: string;
}

/** Makes the folders, does `work` and removes them again. */
export async function withTrialFolders<T>(
  { directory, sourceDirectory }: Pick<ProbeContext, 'directory' | 'sourceDirectory'>,
  work: (folders: TrialFolders) => Promise<T>,
): Promise<T> {
  const destination = await mkdtemp(join(directory, 'probe-'));
  try {
    if (sourceDirectory === undefined) return await work({ source: destination, destination });
    const source = await mkdtemp(join(sourceDirectory, 'probe-'));
    try {
      return await work({ source, destination });
    } finally {
      await rm(source, { recursive: true, force: true });
    }
  } finally {
    await rm(destination, { recursive: true, force: true });
  }
}
