/** Reads the small files under /proc and /sys that describe a Linux machine. */
import { readFileSync } from 'node:fs';

/** The trimmed text of a file, or null where there is no such file or it may not be read. */
export function readFact(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // Absent, on another system or not for us: the fact is unknown, which is what null says.
    return null;
  }
}

/** A field of /proc/meminfo in bytes (proc_meminfo(5) counts in units of 1024), or null. */
export function memoryField(field: string, meminfo = readFact('/proc/meminfo')): number | null {
  const match = meminfo && new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(meminfo);
  return match ? Number(match[1]) * 1024 : null;
}

/** A number in a one-line file, or null. */
export function readNumber(path: string): number | null {
  const text = readFact(path);
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null;
}
