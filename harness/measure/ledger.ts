/** What a process made in a workspace, written down before it is made: nothing else is ever deleted. */
import { randomBytes } from 'node:crypto';
import {
  constants,
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseBounded } from '../core/bounded.js';
import { bounded } from '../core/bounded-schema.js';
import { hasCode } from '../core/errors.js';
import { isAlive, ownerIn, thisProcess, type Owner } from './owner.js';

const PREFIX = 'ledger-';
const SUFFIX = '.jsonl';
/** A run has one name in it; what is longer was not written by us. */
const LARGEST_BYTES = 65_536;

/** Random, so that nobody can put something there first; and no path. */
const nameSchema = z.object({ name: bounded.name.regex(/^(?:run|scratch)-[0-9a-f]{16}$/) });

/** The ledger of this process. */
export interface Ledger {
  /** Draws a name that nobody knows and writes it down; it is made afterwards. */
  draw(kind: 'run' | 'scratch'): string;
  /** Removes everything it names, and itself. */
  clear(): void;
}

/** Opens a ledger in `directory`. @throws Node-shaped system error */
export function openLedger(directory: string): Ledger {
  const path = join(directory, `${PREFIX}${randomBytes(8).toString('hex')}${SUFFIX}`);
  const names: string[] = [];
  const { O_CREAT, O_EXCL, O_WRONLY, O_APPEND, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_APPEND | O_NOFOLLOW, 0o600);
  let isOpen = true;
  try {
    writeSync(fd, `${JSON.stringify(thisProcess())}\n`);
  } catch (error) {
    closeSync(fd);
    rmSync(path, { force: true });
    throw error;
  }
  return {
    draw: (kind) => {
      const name = `${kind}-${randomBytes(8).toString('hex')}`;
      writeSync(fd, `${JSON.stringify({ name })}\n`);
      // Else, after a crash of the machine or the filesystem, the folder may be there and its name not.
      fsyncSync(fd);
      names.push(name);
      return name;
    },
    clear: () => {
      if (isOpen) closeSync(fd);
      isOpen = false;
      for (const name of names) rmSync(join(directory, name), { recursive: true, force: true });
      rmSync(path, { force: true });
    },
  };
}

/** What a process that is gone left: the ledger's file, and the names in it. */
export interface Stale {
  path: string;
  names: readonly string[];
}

/** Ledgers in `directory` whose processes are gone. */
export async function staleLedgers(directory: string): Promise<Stale[]> {
  const files = (await readdir(directory)).filter(
    (name) => name.startsWith(PREFIX) && name.endsWith(SUFFIX),
  );
  return files.flatMap((file) => {
    const read = readLedger(join(directory, file));
    return read && !isAlive(read.owner) ? [{ path: join(directory, file), names: read.names }] : [];
  });
}

/** Reads a ledger; undefined for what is none of ours: a link, somebody else's file, or other words. */
function readLedger(path: string): { owner: Owner; names: string[] } | undefined {
  const text = readOwnFile(path);
  return text === undefined ? undefined : parseLedger(text);
}

/** The owner and the names in `text`; a line that is cut off or another one names nothing. */
export function parseLedger(text: string): { owner: Owner; names: string[] } | undefined {
  const [first = '', ...rest] = text.split('\n');
  const owner = ownerIn(first);
  if (!owner) return undefined;
  const names = rest.flatMap((line) => nameSchema.safeParse(parsed(line)).data?.name ?? []);
  return { owner, names };
}

function parsed(line: string): unknown {
  try {
    return parseBounded(line);
  } catch {
    return undefined;
  }
}

function readOwnFile(path: string): string | undefined {
  let fd: number;
  try {
    // A FIFO would wait for its writer.
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    // ELOOP is a symbolic link; what is gone was cleared by its owner.
    if (hasCode(error, 'ELOOP') || hasCode(error, 'ENOENT') || hasCode(error, 'EACCES')) {
      return undefined;
    }
    throw error;
  }
  try {
    const found = fstatSync(fd);
    const isOurs = found.isFile() && found.uid === process.getuid?.();
    if (!isOurs || found.size > LARGEST_BYTES) return undefined;
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}
