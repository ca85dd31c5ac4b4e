/** Builds and runs the copy driver: the native copiers in a program without Node, which strace(1) and sanitizers can see into. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { packageRoot } from '../../harness/core/package-root.js';

const FOLDERS = ['native', 'test/faults/native'];
/** Built as a library of its own, which is loaded before others. */
const PRELOADED = 'test/faults/native/interpose.cc';
/** What knows Node, directly or by what it includes. */
const NODE_HEADERS =
  /#include (?:<(?:napi|uv)\.h>|"(?:arguments|promise_worker|conversions|system_error|environment_end)\.h")/;
const COMPILE = ['-std=c++17', '-Wall', '-Wextra'];

export interface Driver {
  /** Path of the program. */
  program: string;
  /** Path of the library that stands between the copiers and the C library; see interpose.cc. */
  interpose: string;
}

export const hasCompiler =
  process.platform === 'linux' && spawnSync('c++', ['--version']).status === 0;

/**
 * Compiles what has changed since the last time.
 *
 * @param flags of the compiler, such as `-fsanitize=address`
 */
export async function buildDriver(flags: readonly string[] = ['-O1']): Promise<Driver> {
  const sources = FOLDERS.flatMap((folder) => sourcesIn(folder));
  const place = join(packageRoot(), 'build', 'faults', hashOf([...sources, ...headers()], flags));
  const driver = { program: join(place, 'copy-driver'), interpose: join(place, 'interpose.so') };
  if (existsSync(place)) return driver;

  const making = `${place}-${randomUUID()}`;
  mkdirSync(making, { recursive: true });
  try {
    const objects = await compileAll(sources, flags, making);
    await compile([...objects, ...flags, '-pthread', '-o', join(making, 'copy-driver')]);
    const library = ['-O1', '-shared', '-fPIC', '-o', join(making, 'interpose.so')];
    await compile([...COMPILE, PRELOADED, ...library, '-ldl']);
    if (!existsSync(place)) renameSync(making, place);
    return driver;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(packageRoot(), folder))
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(folder, name))
    .filter((path) => path !== PRELOADED && !NODE_HEADERS.test(textOf(path)));
}

function headers(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder)).map((name) => join(folder, name)),
  ).filter((path) => path.endsWith('.h') || path === PRELOADED);
}

function textOf(path: string): string {
  return readFileSync(join(packageRoot(), path), 'utf8');
}

function hashOf(paths: readonly string[], flags: readonly string[]): string {
  const hash = createHash('sha256').update(flags.join(' '));
  for (const path of paths.toSorted()) hash.update(`${path}\n${textOf(path)}`);
  return hash.digest('hex').slice(0, 16);
}

async function compileAll(
  sources: readonly string[],
  flags: readonly string[],
  place: string,
): Promise<string[]> {
  const objects = sources.map((source) => join(place, `${basename(source, '.cc')}.o`));
  const left = sources.map((source, i) => [source, objects[i] ?? ''] as const);
  await inParallel(left, ([source, object]) =>
    compile([...COMPILE, ...flags, '-c', source, '-o', object]),
  );
  return objects;
}

async function compile(words: readonly string[]): Promise<void> {
  await promisify(execFile)('c++', words, { cwd: packageRoot() });
}

/** Does `work` on all of `items`, as many at once as there are processors; results in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return results;
}

export interface Ended {
  /** Exit status, or null where a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  stdout: string;
  stderr: string;
}

/** Runs a program in a process group of its own, and ends the whole group when its time is up. */
export function run(
  file: string,
  args: readonly string[],
  { timeoutMs = 20_000, env = {} }: { timeoutMs?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let [stdout, stderr, timedOut] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, timedOut, stdout, stderr });
    });
  });
}

/** One line that the driver prints. */
const toldSchema = z.object({
  ok: z.boolean(),
  movedBytes: z.number().optional(),
  crc32c: z.number().optional(),
  errno: z.number().optional(),
  syscall: z.string().optional(),
  path: z.string().optional(),
  dest: z.string().optional(),
  /** Descriptors that are open after the copy and were not before. */
  leaked: z.number(),
  /** The errno that the far end of a socket ended with; 0 where all is well or there is none. */
  farErrno: z.number(),
});
export type Told = z.infer<typeof toldSchema>;

export function readTold(line: string): Told {
  return toldSchema.parse(JSON.parse(line));
}

/** Every copier that is compiled in, on every route that it serves, as the registry has them. */
export async function everyCopier({ program }: Driver): Promise<[string, string][]> {
  const { stdout } = await run(program, ['list']);
  return stdout
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [copier = '', ...routes] = line.split(' ');
      return routes.map((route): [string, string] => [copier, route]);
    });
}
