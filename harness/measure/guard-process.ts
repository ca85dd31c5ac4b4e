/** The guard: hears which process groups its parent starts, and ends those that are left when the parent is gone. */
import { createInterface } from 'node:readline';
import { startTicks } from '../machine/process-start.js';
import { endGroup } from './guard.js';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

/** When each leader started: a process of its number that started later is none of ours. */
const groups = new Map<number, number | null>();
for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  // Group 0 and 1 are everybody's.
  if (!Number.isInteger(pid) || pid < 2) continue;
  if (line.startsWith('+')) groups.set(pid, startTicks(pid));
  if (line.startsWith('-')) groups.delete(pid);
}
for (const [pid, ticks] of groups) {
  const now = startTicks(pid);
  if (now === null || ticks === null || now === ticks) endGroup(pid);
}
