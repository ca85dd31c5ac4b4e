/** Commits whose set-up fails, or never ends: what a gate says, and that nothing of them stays. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../../../harness/core/package-root.js';
import { temporaryFolder } from '../../../fakes/folders.js';
import { start, type Started } from '../program.js';

const path = temporaryFolder();
const root = packageRoot();
const isRepository = existsSync(join(root, '.git'));
/** Commits of the test go into a folder of the test; the repository itself is only read. */
const environment: Record<string, string> = {};

beforeAll(() => {
  for (const folder of ['objects', 'tmp']) mkdirSync(path(folder));
  if (!isRepository) return;
  const objects = git({}, 'rev-parse', '--path-format=absolute', '--git-path', 'objects');
  Object.assign(environment, {
    GIT_OBJECT_DIRECTORY: path('objects'),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    TMPDIR: path('tmp'),
  });
});

function git(more: { input?: string }, ...words: readonly string[]): string {
  const identity = { GIT_AUTHOR_NAME: 'test', GIT_AUTHOR_EMAIL: 'test@localhost' };
  const committer = { GIT_COMMITTER_NAME: 'test', GIT_COMMITTER_EMAIL: 'test@localhost' };
  const env = { ...process.env, ...identity, ...committer, ...environment };
  const options = { ...more, env, encoding: 'utf8' } as const;
  return execFileSync('git', ['-C', root, ...words], options).trim();
}

/** A commit that holds nothing but this set-up. */
function commitWith(setup: string): string {
  const blob = git({ input: setup }, 'hash-object', '-w', '--stdin');
  const folder = git({ input: `100644 blob ${blob}\tsetup.mjs\n` }, 'mktree');
  const tree = git({ input: `040000 tree ${folder}\tscripts\n` }, 'mktree');
  return git({ input: 'a commit of a test' }, 'commit-tree', tree);
}

function gate(commit: string): Started {
  const words = ['gate', '--against-ref', commit, '--dir', path(), '--ballast', 'off'];
  return start(words, { environment });
}

function expectNothingLeft(): void {
  expect(readdirSync(path('tmp'))).toEqual([]);
  expect(git({}, 'worktree', 'list')).not.toContain(path('tmp'));
}

/** A set-up that starts a process of its own, tells its number, and waits for it. */
const ENDLESS = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const child = spawn('sleep', ['1000']);
writeFileSync('${path('pid')}', String(child.pid));
`;

async function building(): Promise<number> {
  while (!existsSync(path('pid')) || readFileSync(path('pid'), 'utf8') === '') await sleep(20);
  return Number(readFileSync(path('pid'), 'utf8'));
}

function isAlive(pid: number): boolean {
  try {
    // A zombie that nobody has waited for yet is not alive.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(!isRepository)('a gate against a commit (needs a git repository)', () => {
  test('that does not build says so, with the end of what the set-up said', async () => {
    const setup = `console.error('no compiler here'); process.exitCode = 3;`;
    const { status, stderr } = await gate(commitWith(setup)).ended;
    expect(status).toBe(4);
    expect(stderr).toMatch(/E_BUILD: [0-9a-f]+ does not build: status 3\./);
    expect(stderr).toContain('no compiler here');
    expectNothingLeft();
  }, 60_000);

  test.each([
    ['SIGINT', 130, 1],
    ['SIGTERM', 143, 1],
    ['SIGINT', 130, 2],
  ] as const)(
    'ends the set-up and all it started at %s, with status %i, after %i of them',
    async (signal, expected, times) => {
      const { child, ended } = gate(commitWith(`${ENDLESS}// ${signal} ${times}`));
      const pid = await building();
      for (let sent = 0; sent < times; sent++) child.kill(signal);
      const { status, stderr } = await ended;
      expect(status).toBe(expected);
      if (times === 1) expect(stderr).toContain('E_INTERRUPTED');
      expect(isAlive(pid)).toBe(false);
      expectNothingLeft();
      execFileSync('rm', [path('pid')]);
    },
    60_000,
  );
});
