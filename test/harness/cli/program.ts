/** Runs the compiled program with real workers, as a person would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../harness/core/package-root.js';
import { recordSchema, type RunRecord } from '../../../harness/results/record.js';
import { sampleSchema, type Sample } from '../../../harness/measure/sample.js';

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves once the program has written this to stderr, or has ended. */
  said: (text: string) => Promise<void>;
}

interface Surroundings {
  cwd?: string;
  environment?: Readonly<Record<string, string>>;
  /** Package folder whose `dist/` is run. */
  root?: string;
}

/** Starts `copybench` with these words, no terminal, and none of the caller's own settings. */
export function start(words: readonly string[], surroundings: Surroundings = {}): Started {
  const { cwd, environment, root = packageRoot() } = surroundings;
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('COPYBENCH_'));
  const child = spawn(process.execPath, [join(root, 'dist/harness/cli/main.js'), ...words], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const said = async (text: string): Promise<void> => {
    while (!hasEnded() && !stderr.includes(text)) await sleep(5);
  };
  return { child, ended, said };
}

/** Runs `copybench` to its end. */
export function copybench(
  words: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  return start(words, surroundings).ended;
}

/** The words of a run that takes a second: one route, few strategies, no ballast, all in folders of the test. */
export function tinyRun(dir: string, out: string, ...more: readonly string[]): string[] {
  const route = ['--route', 'file-to-file'];
  const words = ['run', ...route, '--sizes', '4KB', '--rounds', '2', '--ballast', 'off'];
  const strategies = more.includes('--strategies') ? [] : ['--strategies', 'read-write,cp'];
  return [...words, ...strategies, '--dir', dir, '--out', out, ...more];
}

/** The words of a run that goes on until somebody ends it. */
export function endlessRun(dir: string, out: string): string[] {
  return tinyRun(dir, out, '--sizes', '1MB', '--rounds', '1000');
}

/** Resolves once `count` samples are stored in `out`; the copies go on. */
export async function samplesStored(out: string, count: number): Promise<void> {
  const path = join(out, 'samples.jsonl');
  while (!existsSync(path) || readFileSync(path, 'utf8').split('\n').length <= count) {
    await sleep(10);
  }
}

/** The record in `out`, which must follow its schema. */
export function recordIn(out: string): RunRecord {
  return recordSchema.parse(JSON.parse(readFileSync(join(out, 'record.json'), 'utf8')));
}

/** The samples in `out`, each of which must follow its schema. */
export function samplesIn(out: string): Sample[] {
  const lines = readFileSync(join(out, 'samples.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => sampleSchema.parse(JSON.parse(line)));
}
