/** Which system calls a good copy makes, as strace(1) sees them: the places where faults are put. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './driver.js';

export const hasStrace = spawnSync('strace', ['-V']).status === 0;

const BEGINS = 'access("/copy-driver-begins"';
const ENDS = 'access("/copy-driver-ends"';

export interface Call {
  /** As strace names it, such as `openat`. */
  name: string;
  /** Which of the calls of that name this is, counted from 1 and from the start of the process. */
  occurrence: number;
  /** The call with what it was about and without numbers: `splice source pipe`. */
  site: string;
  /** What strace printed. */
  line: string;
}

/** The calls between the driver's two marks. */
export async function traceCalls(
  program: string,
  args: readonly string[],
  folder: string,
): Promise<{ calls: Call[]; stdout: string }> {
  const log = join(folder, 'trace');
  const { stdout } = await run('strace', ['-y', '-s', '16', '-o', log, program, ...args]);
  return { calls: parseTrace(readFileSync(log, 'utf8'), folder), stdout };
}

export function parseTrace(text: string, folder: string): Call[] {
  const counts = new Map<string, number>();
  const calls: Call[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) continue;
    const occurrence = (counts.get(name) ?? 0) + 1;
    counts.set(name, occurrence);
    if (line.startsWith(ENDS)) inside = false;
    if (inside) calls.push({ name, occurrence, site: siteOf(name, line, folder), line });
    if (line.startsWith(BEGINS)) inside = true;
  }
  return calls;
}

/** Names of descriptors, constants and files say what a call was about; its numbers do not. */
function siteOf(name: string, line: string, folder: string): string {
  const words = line
    .replaceAll(`${folder}/`, '')
    .matchAll(/<([^>]*)>|\b([A-Z][A-Z_]{3,})\b|"(\w+)"/g);
  const about = [...words].map(([, descriptor, constant, file]) =>
    (descriptor ?? constant ?? file ?? '').replace(/:.*$/, ''),
  );
  return [name, ...about.filter((word) => /^[\w.]+$/.test(word) && word !== 'AT_FDCWD')].join(' ');
}

/** The first, a middle and the last call of each site. */
export function placesOf(calls: readonly Call[]): Call[] {
  const sites = new Set(calls.map(({ site }) => site));
  return [...sites].flatMap((site) => {
    const same = calls.filter((call) => call.site === site);
    const chosen = [0, Math.floor(same.length / 2), same.length - 1];
    return [...new Set(chosen)].map((index) => same[index]!);
  });
}
