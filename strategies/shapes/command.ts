/** A strategy that starts a program. Its clock runs from before the start until the program was waited for. */
import { spawn } from 'node:child_process';
import { loadAddon } from '../../harness/binding/load.js';
import { describeError, hasCode, HarnessError } from '../../harness/core/errors.js';
import type { Availability, FileToFileJob, OwnClock } from '../strategy.js';

interface Ended extends OwnClock {
  exitStatus: number;
  signal: string;
  stderr: string;
}

/** First bytes of a program's stderr that an error message quotes. */
const STDERR_BYTES = 4096;

/**
 * Runs a program to its end and times it.
 *
 * With the addon it is started by posix_spawn(3) and its resources come from wait4(2). Without, Node starts
 * it, its time includes Node's event loop, and its resources are unknown (`usage` is null).
 *
 * @throws HarnessError `E_COMMAND` when the program fails, with what it said on stderr
 * @throws Node-shaped system error when it cannot be started
 */
export async function runProgram(file: string, args: string[]): Promise<OwnClock> {
  const loaded = loadAddon();
  const ended = loaded.ok
    ? await spawnNatively(loaded.addon.spawn(file, args))
    : await spawnWithNode(file, args);
  if (ended.exitStatus !== 0) {
    const how = ended.signal
      ? `was ended by signal ${ended.signal}`
      : `exited with ${ended.exitStatus}`;
    throw new HarnessError(
      'E_COMMAND',
      `${[file, ...args].join(' ')} ${how}: ${ended.stderr.trim()}`,
    );
  }
  return { elapsedNs: ended.elapsedNs, usage: ended.usage };
}

/** The two paths of a job as arguments that no program takes for options. */
export function pathArguments({ source, destination }: FileToFileJob): string[] {
  return ['--', source, destination];
}

async function spawnNatively(
  spawned: Promise<Omit<Ended, 'signal'> & { signal: number }>,
): Promise<Ended> {
  const result = await spawned;
  return { ...result, signal: result.signal === 0 ? '' : String(result.signal) };
}

function spawnWithNode(file: string, args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const startedNs = process.hrtime.bigint();
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    let elapsedNs = 0;
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(0, STDERR_BYTES);
    });
    child.once('error', reject);
    child.once('exit', () => {
      elapsedNs = Number(process.hrtime.bigint() - startedNs);
    });
    child.once('close', (status, signal) => {
      resolve({ elapsedNs, usage: null, exitStatus: status ?? -1, signal: signal ?? '', stderr });
    });
  });
}

/**
 * Whether the program `file` can be started here: a trial start with no operands. What the program says to
 * that does not matter, only that it ran.
 */
export async function programAvailable(file: string): Promise<Availability> {
  try {
    await runProgram(file, []);
  } catch (error) {
    if (hasCode(error, 'E_COMMAND')) return { available: true };
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EACCES')) throw error;
    return {
      available: false,
      reason: `the program ${file} cannot be started: ${describeError(error)}`,
    };
  }
  return { available: true };
}
