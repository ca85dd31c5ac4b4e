/** Files of one JSON object a line, as a run leaves them: a last line may be cut off where it was killed. */
import { open, type FileHandle } from 'node:fs/promises';
import type { z } from 'zod';
import { parseBounded } from '../core/bounded.js';
import { LONGEST_LINE_BYTES } from '../core/endless-line.js';
import { HarnessError, messageOf } from '../core/errors.js';
import { whyRefused } from '../core/refusal.js';

export interface Lines<T> {
  lines: T[];
  /** The last line is cut off: the run was killed while it wrote. It is left out. */
  truncated: boolean;
  /** Length of what is whole, in bytes. */
  wholeBytes: number;
  /** The last line is whole and lacks its newline. */
  lacksEnd: boolean;
}

const NEWLINE = 0x0a;

/**
 * Reads `bytes`, of the file at `path`, line by line: the file as a whole may be longer than a text can be.
 *
 * @param what a line is called in messages, such as `sample`
 * @throws HarnessError `E_SAMPLES_MALFORMED` with the line number
 */
export function parseLines<T>(
  path: string,
  bytes: Buffer,
  { schema, what }: { schema: z.ZodType<T>; what: string },
): Lines<T> {
  const lines: T[] = [];
  let begin = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, begin)) {
    const place = { path, index: lines.length, what, schema };
    lines.push(parseLine(bytes.subarray(begin, end), place));
    begin = end + 1;
  }
  // A complete file ends in a newline, so that nothing is left.
  const rest = bytes.subarray(begin);
  const last = schema.safeParse(parsedOrNull(rest));
  const isWhole = rest.length > 0 && last.success;
  if (isWhole) lines.push(last.data);
  const truncated = rest.length > 0 && !isWhole;
  return { lines, truncated, wholeBytes: truncated ? begin : bytes.length, lacksEnd: isWhole };
}

/** A last line that lacks nothing but its end, as some editors leave it, is one. */
function parsedOrNull(line: Buffer): unknown {
  if (line.length > LONGEST_LINE_BYTES) return null;
  try {
    return parseBounded(line.toString());
  } catch {
    return null;
  }
}

interface LinePlace<T> {
  path: string;
  index: number;
  what: string;
  schema: z.ZodType<T>;
}

function parseLine<T>(bytes: Buffer, { path, index, what, schema }: LinePlace<T>): T {
  const refuse = (reason: string): HarnessError =>
    new HarnessError(
      'E_SAMPLES_MALFORMED',
      `Line ${index + 1} of ${path} is not a ${what}: ${reason}\n` +
        'Repair or remove that line; the other lines are untouched.',
    );
  if (bytes.length > LONGEST_LINE_BYTES) throw refuse(`it has ${bytes.length} bytes`);
  const line = bytes.toString();
  let value: unknown;
  try {
    value = parseBounded(line);
  } catch {
    throw refuse(`it is not JSON: ${line.slice(0, 100)}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refuse(whyRefused(parsed.error));
  return parsed.data;
}

/** A file that grows line by line; made at its first line. */
export class LineFile {
  readonly #path: string;
  #file: FileHandle | undefined;

  /** @param file an open one, where it has to be there from the beginning */
  constructor(path: string, file?: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Appends one line; resolves when the system has it.
   *
   * @throws HarnessError `E_DIRECTORY` when it cannot be written, as on a full disk
   */
  async append(value: object): Promise<void> {
    try {
      this.#file ??= await open(this.#path, 'a', 0o644);
      await this.#file.appendFile(`${JSON.stringify(value)}\n`);
    } catch (cause) {
      throw refused(this.#path, `cannot be written to: ${messageOf(cause)}`, cause);
    }
  }

  /**
   * Resolves when all lines are on the disk (fdatasync(2)).
   *
   * @throws HarnessError `E_DIRECTORY` when they cannot come there, or the file was removed
   */
  async flush(): Promise<void> {
    if (!this.#file) return;
    try {
      await this.#file.datasync();
    } catch (cause) {
      throw refused(this.#path, `cannot be written to: ${messageOf(cause)}`, cause);
    }
    // Without a name it is gone as soon as it is closed, and all that is written until then is lost.
    const { nlink } = await this.#file.stat();
    if (nlink === 0) throw refused(this.#path, 'was removed while the run wrote to it');
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}

function refused(path: string, what: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'E_DIRECTORY',
    `${path} ${what}. Results would be lost, so the run ends.`,
    {
      cause,
    },
  );
}
