/** What may come of a copy that something was done to: an error in the right words, or a true copy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { readTold, type Ended, type Told } from './driver.js';

/** Everything but the first three is a fault of ours. */
export type Outcome =
  | 'error told'
  | 'true copy'
  | 'short copy told'
  | 'wrong bytes'
  | 'wrong error'
  | 'error kept secret'
  | 'crash'
  | 'hang'
  | 'leaked descriptor'
  | 'leaked file'
  /** The test itself is wrong: the copy did not come to the place of the fault. */
  | 'never struck';

const GOOD: readonly Outcome[] = ['error told', 'true copy', 'short copy told'];

export const isGood = (outcome: Outcome): boolean => GOOD.includes(outcome);

/** What a copier leaves when all goes well. */
export interface GoodRun {
  movedBytes: number;
  crc32c: number | undefined;
  /** The file at the destination or at the far end; null where there is none. */
  left: Buffer | null;
}

export interface Expected {
  good: GoodRun;
  /** Whether an error may be told, and in which words. */
  mayTell: (told: Told) => boolean;
  /** Whether a true copy is an answer as well. */
  mayCopy: boolean;
  /** Whether a copy with fewer bytes is an answer: where the source seems to end early. */
  mayBeShort?: boolean;
  /** Descriptors that the fault itself keeps open, as a close(2) that was not made. */
  keptOpen?: number;
}

const OWN_FILES = new Set(['source', 'destination', 'arrived', 'trace']);

/** What stands at the destination, or has come to the far end. */
export function leftIn(folder: string): Buffer | null {
  const path = ['destination', 'arrived'].map((name) => join(folder, name)).find(existsSync);
  return path === undefined ? null : readFileSync(path);
}

export function judge(ended: Ended, folder: string, expected: Expected): Outcome {
  if (ended.timedOut) return 'hang';
  if (ended.signal !== null || ended.status !== 0) return 'crash';
  const told = readTold(ended.stdout);
  if (told.leaked > (expected.keptOpen ?? 0)) return 'leaked descriptor';
  if (readdirSync(folder).some((name) => !OWN_FILES.has(name))) return 'leaked file';
  return told.ok ? judgeCopy(told, folder, expected) : judgeError(told, expected);
}

function judgeError(told: Told, { mayTell }: Expected): Outcome {
  return mayTell(told) ? 'error told' : 'wrong error';
}

function judgeCopy(told: Told, folder: string, expected: Expected): Outcome {
  const { good, mayCopy, mayBeShort = false } = expected;
  const moved = told.movedBytes ?? -1;
  const left = leftIn(folder);
  if (moved < good.movedBytes) {
    if (!mayBeShort) return 'error kept secret';
    const isPrefix = left === null || left.equals(good.left?.subarray(0, moved) ?? Buffer.of());
    return isPrefix ? 'short copy told' : 'wrong bytes';
  }
  const same = left === null || good.left === null ? left === good.left : left.equals(good.left);
  if (!same || moved !== good.movedBytes || told.crc32c !== good.crc32c) return 'wrong bytes';
  return mayCopy ? 'true copy' : 'error kept secret';
}

/** The number of an errno by its name. */
export function errnoOf(code: string): number {
  const errno = (constants.errno as Record<string, number>)[code];
  if (errno === undefined) throw new Error(`no such code: ${code}`);
  return errno;
}
