import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { currentCommit } from '../../../../harness/cli/run/current-commit.js';
import { temporaryFolder } from '../../../fakes/folders.js';

const path = temporaryFolder();
const isInstalled = (() => {
  try {
    execFileSync('git', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

function git(...words: string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@b.example', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...words], { cwd: path('project') })
    .toString()
    .trim();
}

describe.skipIf(!isInstalled)('the commit a run is started in', () => {
  it('is named from any folder below, and told when files differ from it', async () => {
    mkdirSync(path('project', 'below'), { recursive: true });
    git('init', '--quiet');
    expect(await currentCommit(path('project'))).toBeUndefined();
    writeFileSync(path('project', 'file'), 'one');
    git('add', 'file');
    git('commit', '--quiet', '--message', 'one');
    const sha = git('rev-parse', 'HEAD');
    const clean = await currentCommit(path('project', 'below'));
    expect(clean).toMatchObject({ sha, modified: false });
    expect(Date.parse(clean!.committedAt)).not.toBeNaN();
    writeFileSync(path('project', 'untracked'), '');
    expect(await currentCommit(path('project'))).toMatchObject({ modified: false });
    writeFileSync(path('project', 'file'), 'two');
    expect(await currentCommit(path('project'))).toMatchObject({ sha, modified: true });
  });

  it('is none when its date is beyond the year 9999, which no record takes', async () => {
    const tree = git('write-tree');
    const raw = `tree ${tree}\nauthor A <a@b> 0 +0000\ncommitter A <a@b> 999999999999 +0000\n\nlate\n`;
    const late = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
      cwd: path('project'),
      input: raw,
    });
    git('checkout', '--quiet', '--force', late.toString().trim());
    expect(git('log', '-1', '--format=%cI')).toMatch(/^\d{5}-/);
    expect(await currentCommit(path('project'))).toBeUndefined();
  });

  it('is none outside of a repository, and in a folder that is gone', async () => {
    expect(await currentCommit('/')).toBeUndefined();
    expect(await currentCommit(path('nowhere'))).toBeUndefined();
  });
});
