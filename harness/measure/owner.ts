/** Who holds something in a directory: a process, told from later ones of its number, on this boot of this machine. */
import { hostname } from 'node:os';
import { z } from 'zod';
import { parseBounded } from '../core/bounded.js';
import { bounded } from '../core/bounded-schema.js';
import { hasCode } from '../core/errors.js';
import { bootId } from '../machine/boot.js';
import { startTicks } from '../machine/process-start.js';

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  hostname: bounded.name,
  /** When the process started, in clock ticks since boot; tells a process from a later one of the same pid. */
  startTicks: z.number().nullable(),
  /** Ticks begin anew at each boot. */
  bootId: bounded.name.nullable().optional(),
});
export type Owner = z.infer<typeof ownerSchema>;

/** The owner that `text` names, or undefined when it names none. */
export function ownerIn(text: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(parseBounded(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function thisProcess(): Owner {
  return {
    pid: process.pid,
    hostname: hostname(),
    startTicks: startTicks(process.pid),
    bootId: bootId(),
  };
}

/** Of a process on another host (a shared filesystem) nothing can be said, so it counts as alive. */
export function isAlive(owner: Owner): boolean {
  if (owner.hostname !== hostname()) return true;
  const boot = bootId();
  if (owner.bootId && boot && owner.bootId !== boot) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
    if (!hasCode(error, 'EPERM')) throw error;
  }
  const ticks = startTicks(owner.pid);
  return ticks === null || owner.startTicks === null || ticks === owner.startTicks;
}
