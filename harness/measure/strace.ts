/** Looks at the system calls of a process by strace(1) while it works; that slows it down, so nothing is timed then. */
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../core/errors.js';

/** How long strace may take to attach, and to let go. */
const ATTACH_MS = 10_000;
const DETACH_MS = 10_000;
const POLL_MS = 5;
/** All threads and what they start, targets of descriptors, no contents, no signals. */
const ARGS = ['-f', '-yy', '-s', '0', '-e', 'signal=none', '-p'];
const ATTACHED = /^strace: Process \d+ attached/m;

export type Traced = { ok: true; trace: string } | { ok: false; reason: string };

/**
 * What strace says of process `id` while `work` is under way.
 *
 * @param program only tests name another one
 * @returns a reason where strace is not installed or may not look; `work` was not done then
 * @throws what `work` throws
 */
export async function traced(
  id: number,
  work: () => Promise<unknown>,
  program = 'strace',
): Promise<Traced> {
  const strace = new Strace(program, id);
  const refused = await strace.attached();
  if (refused !== undefined) return { ok: false, reason: refused };
  try {
    await work();
  } finally {
    await strace.letGo();
  }
  return { ok: true, trace: strace.said };
}

class Strace {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #said: string[] = [];
  #end: string | undefined;

  constructor(program: string, id: number) {
    this.#child = spawn(program, [...ARGS, String(id)], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#said.push(text));
    this.#gone = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#end = hasCode(error, 'ENOENT') ? 'strace is not installed' : error.message;
        resolve();
      });
      this.#child.once('close', (status) => {
        this.#end ??= this.said.trim() || `strace exited with status ${status}`;
        resolve();
      });
    });
  }

  get said(): string {
    return this.#said.join('');
  }

  /** Resolves when it looks, or to the reason why it never will. */
  async attached(): Promise<string | undefined> {
    for (let waitedMs = 0; waitedMs < ATTACH_MS; waitedMs += POLL_MS) {
      if (ATTACHED.test(this.said)) return undefined;
      if (this.#end !== undefined) return this.#end;
      await sleep(POLL_MS);
    }
    await this.letGo();
    return `strace did not attach within ${ATTACH_MS / 1000} s`;
  }

  /** Ends it; the process that it looked at goes on. */
  async letGo(): Promise<void> {
    this.#child.kill('SIGINT');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), DETACH_MS);
    await this.#gone;
    clearTimeout(timer);
  }
}
