/** Interpreters that peers need: whether one is installed, and new enough. Asked once in a process. */
import { execFile } from 'node:child_process';
import { hasCode, messageOf } from '../../harness/core/errors.js';
import type { Availability } from '../strategy.js';

export interface Interpreter {
  /** The program, looked for in PATH. */
  file: string;
  /** Makes it say its version, on stdout or stderr. */
  versionArgs: readonly string[];
  /** Finds the version in what it says, as its first group. */
  versionPattern: RegExp;
  /** Oldest version that will do, such as `2.7`. */
  oldest: string;
}

/** How long a program may think about its own version. */
const VERSION_TIMEOUT_MS = 10_000;

const asked = new Map<string, Promise<Availability>>();

/** Whether the interpreter can be started here and is new enough; the reason tells the version that was seen. */
export function interpreterAvailable(interpreter: Interpreter): Promise<Availability> {
  const known = asked.get(interpreter.file);
  if (known) return known;
  const answer = ask(interpreter);
  asked.set(interpreter.file, answer);
  return answer;
}

async function ask(interpreter: Interpreter): Promise<Availability> {
  const { file, versionArgs, versionPattern, oldest } = interpreter;
  const { words, error } = await run(file, versionArgs);
  if (hasCode(error, 'ENOENT')) return { available: false, reason: `${file} is not installed` };
  const version = versionPattern.exec(words)?.[1];
  if (error || version === undefined) {
    const said = words.trim() || messageOf(error);
    return { available: false, reason: `${file} does not tell its version: ${said}` };
  }
  if (isAtLeast(version, oldest)) return { available: true };
  return {
    available: false,
    reason: `${file} ${version} is too old; ${oldest} or newer is needed`,
  };
}

/** All that the program said, and the error it ended with, if any. */
function run(file: string, args: readonly string[]): Promise<{ words: string; error?: Error }> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: VERSION_TIMEOUT_MS }, (error, stdout, stderr) => {
      resolve({ words: stdout + stderr, ...(error && { error }) });
    });
  });
}

/** Whether the dotted `version` is `oldest` or newer, number by number. */
export function isAtLeast(version: string, oldest: string): boolean {
  const seen = version.split('.').map(Number);
  for (const [place, wanted] of oldest.split('.').map(Number).entries()) {
    const number = seen[place] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}
