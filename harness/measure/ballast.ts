/** Decides whether a run needs a ballast, and holds it in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { freemem } from 'node:os';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { parseBounded } from '../core/bounded.js';
import { HarnessError } from '../core/errors.js';
import { formatSize } from '../core/units.js';
import { hasFreePageReporting } from '../machine/virtualisation.js';
import { groupEnded, groupStarted } from './guard.js';
import { memoryField } from '../machine/proc-files.js';

/** What was asked for: by need, never, or so many bytes. */
export type BallastChoice = 'auto' | 'off' | number;

/** One copy's new pages, the pages a whole-file strategy holds, and a reserve of aligned 1 MiB fragments. */
const BYTES_PER_COPIED_BYTE = 3;
/** Workers take memory as well. */
const BASE_BYTES = 512 * 2 ** 20;
/** Never more than this share of what is available. */
const LARGEST_SHARE = 0.5;

export type BallastPlan = { bytes: number; cut: boolean } | { bytes: 0; reason: string };

export interface BallastMachine {
  /** Whether free memory goes back to a host; null where that is not known. */
  reporting: boolean | null;
  availableBytes: number;
}

/**
 * How much ballast a run needs.
 *
 * @param largestBytes size of the largest fixture
 */
export function planBallast(
  choice: BallastChoice,
  largestBytes: number,
  machine: BallastMachine = {
    reporting: hasFreePageReporting(),
    availableBytes: memoryField('MemAvailable') ?? freemem(),
  },
): BallastPlan {
  if (choice === 'off') return { bytes: 0, reason: 'switched off with --ballast off' };
  if (choice === 'auto' && machine.reporting === null)
    return { bytes: 0, reason: 'whether free memory goes back to a host is not known here' };
  if (choice === 'auto' && !machine.reporting) {
    return { bytes: 0, reason: 'not needed: this machine hands no free memory back to a host' };
  }
  const wanted = choice === 'auto' ? BASE_BYTES + BYTES_PER_COPIED_BYTE * largestBytes : choice;
  const allowed = Math.floor(machine.availableBytes * LARGEST_SHARE);
  return { bytes: Math.min(wanted, allowed), cut: wanted > allowed };
}

const heldSchema = z.object({
  touchedBytes: z.number().int(),
  heldBytes: z.number().int(),
  buildNs: z.number(),
  hugePages: z.boolean(),
});

export interface HeldBallast extends z.infer<typeof heldSchema> {
  /** Ends the process that holds it. */
  release: () => Promise<void>;
}

/**
 * Builds a ballast of `bytes` and holds it until released.
 *
 * @param program compiled `ballast-process.js`
 * @throws HarnessError `E_BALLAST` when the process fails, with what it said
 */
export async function holdBallast(program: string, bytes: number): Promise<HeldBallast> {
  const child = spawn(process.execPath, [program, String(bytes)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  if (child.pid !== undefined) groupStarted(child.pid);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...heldSchema.parse(parseBounded(line)), release: () => release(child, gone) };
  }
  await gone;
  throw new HarnessError(
    'E_BALLAST',
    `The ballast of ${formatSize(bytes)} could not be built: ${said.trim()}. ` +
      'Go on without one by --ballast off, or with a smaller one by --ballast 1GB.',
  );
}

async function release(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.stdin?.end();
  await gone;
  if (child.pid !== undefined) groupEnded(child.pid);
}
