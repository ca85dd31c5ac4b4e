/** Sets a checkout up, in a process group of its own, so that compilers end with it. */
import { spawn } from 'node:child_process';
import { HarnessError } from '../../core/errors.js';
import { endGroup, groupEnded, groupStarted } from '../../measure/guard.js';
import { Interrupted, type Interrupt } from '../interrupt.js';

/** Set-up installs, compiles C++ and TypeScript; a small machine takes a minute or two. */
const SETUP_MS = 900_000;
/** What is kept of what it prints, characters, and what of that is shown, lines. */
const KEPT = 100_000;
const SHOWN = 15;

/**
 * Runs `scripts/setup.mjs` of the checkout.
 *
 * @param tree directory of the checkout
 * @param ref what the user called it
 * @throws HarnessError `E_BUILD` with the end of its output when it fails or takes too long; `E_INTERRUPTED`
 */
export async function setUpCheckout(
  tree: string,
  ref: string,
  interrupt: Interrupt,
): Promise<void> {
  const child = spawn(process.execPath, ['scripts/setup.mjs'], {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) groupStarted(pid);
  const end = (): void => {
    if (pid !== undefined) endGroup(pid);
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, SETUP_MS);
  interrupt.signal.addEventListener('abort', end, { once: true });
  try {
    const { status, output } = await outcomeOf(child);
    const signalled = interrupt.status();
    if (signalled !== undefined) throw new Interrupted(`${ref} was built`, signalled);
    if (status === 0) return;
    const why = isLate ? `it took longer than ${SETUP_MS / 60_000} minutes` : `status ${status}`;
    throw new HarnessError('E_BUILD', `${ref} does not build: ${why}.\n${output}`);
  } finally {
    clearTimeout(timer);
    interrupt.signal.removeEventListener('abort', end);
    // Whatever it left running has no business in the rounds to come.
    end();
    if (pid !== undefined) groupEnded(pid);
  }
}

function outcomeOf(
  child: ReturnType<typeof spawn>,
): Promise<{ status: number | string | null; output: string }> {
  let text = '';
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-KEPT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: error.message, output: lastLines(text) }));
    child.once('close', (status, signal) =>
      resolve({ status: status ?? signal, output: lastLines(text) }),
    );
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-SHOWN).join('\n');
}
