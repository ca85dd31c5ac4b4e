/** The commit that is checked out where a run is started: what a history of runs is told by. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commitSchema, type CommitRecord } from '../../results/record-origin.js';

const ask = promisify(execFile);

/** A repository on a slow disk answers in seconds; one that does not answer is as good as none. */
const PATIENCE_MS = 10_000;

/**
 * @param directory any directory; git looks upwards from it for a repository
 * @returns undefined where git is missing or refuses, or knows of no repository or no commit
 */
export async function currentCommit(directory: string): Promise<CommitRecord | undefined> {
  const git = async (...words: string[]): Promise<string> => {
    const { stdout } = await ask('git', words, { cwd: directory, timeout: PATIENCE_MS });
    return stdout.trim();
  };
  try {
    const [sha, committedAt] = (await git('log', '-1', '--format=%H %cI')).split(' ');
    if (sha === undefined || committedAt === undefined) return undefined;
    const changes = await git('status', '--porcelain', '--untracked-files=no');
    // A date that no calendar of ours has, such as of the year 10000, would be in no record either.
    return commitSchema.safeParse({ sha, committedAt, modified: changes !== '' }).data;
  } catch {
    return undefined;
  }
}
