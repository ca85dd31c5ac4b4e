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
  const kibibytes = numberIn(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm'), meminfo);
  return kibibytes !== null && Number.isSafeInteger(kibibytes * 1024) ? kibibytes * 1024 : null;
}

/** The number in the first group of `pattern`; null where the text has none, or one that no kernel counts to. */
export function numberIn(pattern: RegExp, text: string | null): number | null {
  const digits = text === null ? undefined : pattern.exec(text)?.[1];
  // With so many digits it is exact.
  return digits !== undefined && digits.length <= 15 ? Number(digits) : null;
}

/** A text that is a whole number. */
export const WHOLE = /^(-?\d+)$/;

/** A number in a one-line file, or null. */
export function readNumber(path: string): number | null {
  return numberIn(WHOLE, readFact(path));
}
