/** ext4, xfs, btrfs, tmpfs and overlay for the tests of one file, made by scripts/make-filesystems.sh. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterAll, test } from 'vitest';
import { packageRoot } from '../../harness/core/package-root.js';

const KINDS = ['ext4', 'xfs', 'btrfs', 'tmpfs', 'overlay'] as const;
export type Kind = (typeof KINDS)[number];

/** A filesystem in an existing folder, or why there is none here and what to do about that. */
export type Made = { kind: Kind; folder: string } | { kind: Kind; reason: string };

const SCRIPT = join(packageRoot(), 'scripts/make-filesystems.sh');
/** Enough for xfs, which takes 300 MB; the images are sparse. */
const SIZE = '320M';
/** What tests left that were killed together with the script is known here alone, apart from what people make. */
const REGISTRY = '/run/copybench-test-filesystems';
/** Debian packages of the programs that make them. */
const PACKAGES: Partial<Record<Kind, string>> = {
  ext4: 'e2fsprogs',
  xfs: 'xfsprogs',
  btrfs: 'btrfs-progs',
};

/**
 * Makes what may be made here, until the tests of this file are done. The script waits for the end of its standard
 * input, which comes however this process ends, and removes all of it then; what it could not, it removes at the
 * beginning of the next.
 *
 * @returns one for each kind
 * @throws Error when one cannot be made and COPYBENCH_FILESYSTEMS=require
 */
export async function makeFilesystems(): Promise<Made[]> {
  const directory = mkdtempSync(join(tmpdir(), 'copybench-filesystems-'));
  const holder = new Holder(directory);
  if (await holder.made) afterAll(() => holder.remove());
  else if (existsSync(directory)) rmdirSync(directory);
  const points = holder.stdout.split('\n');
  const made = KINDS.map((kind): Made => {
    const folder = points.find((point) => point.endsWith(`/${kind}`));
    return folder === undefined
      ? { kind, reason: reasonFor(kind, holder.stderr) }
      : { kind, folder };
  });
  const missing = made.flatMap((one) => ('reason' in one ? [`${one.kind}: ${one.reason}`] : []));
  if (process.env['COPYBENCH_FILESYSTEMS'] === 'require' && missing.length > 0)
    throw new Error(`COPYBENCH_FILESYSTEMS=require, and there is no ${missing.join('\n')}`);
  return made;
}

/** A skip that tells the reason and the remedy. */
export function skipFilesystem({ kind, reason }: Extract<Made, { reason: string }>): void {
  test.skip(`on ${kind} (skipped: ${reason})`, () => undefined);
}

/** The script, while it holds what it made. */
class Holder {
  stdout = '';
  stderr = '';
  /** Whether it has made what it could; not, where it may make nothing. */
  readonly made: Promise<boolean>;
  readonly #script: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<number | null>;

  constructor(directory: string) {
    const words = [SCRIPT, 'run', directory, SIZE, '--', 'sh', '-c'];
    // In a session of its own: Ctrl-C must not reach it while tests still use what it made.
    this.#script = spawn('bash', [...words, 'echo ready; echo ready >&2; exec cat'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, COPYBENCH_RUN_DIRECTORY: REGISTRY },
    });
    this.#ended = new Promise((resolve) => {
      this.#script.once('error', (error) => {
        this.stderr += error.message;
        resolve(null);
      });
      this.#script.once('close', resolve);
    });
    this.made = new Promise((resolve) => {
      const look = (): void => {
        if ([this.stdout, this.stderr].every((said) => said.includes('ready\n'))) resolve(true);
      };
      this.#script.stdout.on('data', (chunk: Buffer) => {
        this.stdout += chunk.toString();
        look();
      });
      this.#script.stderr.on('data', (chunk: Buffer) => {
        this.stderr += chunk.toString();
        look();
      });
      void this.#ended.then(() => resolve(false));
    });
  }

  /** @throws Error when something stays */
  async remove(): Promise<void> {
    this.#script.stdin.end();
    const status = await this.#ended;
    if (status !== 0)
      throw new Error(`The filesystems of the tests were not removed (${status}): ${this.stderr}`);
  }
}

function reasonFor(kind: Kind, stderr: string): string {
  const leftOut = new RegExp(`^left out: ${kind}: (.*)$`, 'm').exec(stderr)?.[1];
  const why = (leftOut ?? stderr.trimEnd().split('\n').at(-1) ?? '').replace(/\.$/, '');
  const remedy = why.endsWith('is not installed')
    ? `apt-get install ${PACKAGES[kind] ?? 'util-linux'}`
    : 'run the tests as root, where mounts and loop devices are allowed';
  return `${why}; ${remedy}`;
}
