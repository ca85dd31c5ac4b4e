/** Files of one JSON object a line, as a run leaves them: a last line may be cut off where it was killed. */
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { parseBounded } from '../core/bounded.js';
import { HarnessError } from '../core/errors.js';

export interface Lines<T> {
  lines: T[];
  /** The last line is cut off: the run was killed while it wrote. It is left out. */
  truncated: boolean;
  /** Length of what is whole, in bytes. */
  wholeBytes: number;
  /** The last line is whole and lacks its newline. */
  lacksEnd: boolean;
}

/**
 * Reads `text`, of the file at `path`, line by line.
 *
 * @param what a line is called in messages, such as `sample`
 * @throws HarnessError `E_SAMPLES_MALFORMED` with the line number
 */
export function parseLines<T>(
  path: string,
  text: string,
  { schema, what }: { schema: z.ZodType<T>; what: string },
): Lines<T> {
  const lines = text.split('\n');
  // A complete file ends in a newline, so that the last piece is empty.
  const rest = lines.pop() ?? '';
  const isWhole = rest !== '' && schema.safeParse(parsedOrNull(rest)).success;
  if (isWhole) lines.push(rest);
  const truncated = rest !== '' && !isWhole;
  return {
    lines: lines.map((line, index) => parseLine(line, { path, index, what, schema })),
    truncated,
    wholeBytes: Buffer.byteLength(text) - (truncated ? Buffer.byteLength(rest) : 0),
    lacksEnd: isWhole,
  };
}

/** A last line that lacks nothing but its end, as some editors leave it, is one. */
function parsedOrNull(line: string): unknown {
  try {
    return parseBounded(line);
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

function parseLine<T>(line: string, { path, index, what, schema }: LinePlace<T>): T {
  const refuse = (reason: string): HarnessError =>
    new HarnessError(
      'E_SAMPLES_MALFORMED',
      `Line ${index + 1} of ${path} is not a ${what}: ${reason}\n` +
        'Repair or remove that line; the other lines are untouched.',
    );
  let value: unknown;
  try {
    value = parseBounded(line);
  } catch {
    throw refuse(`it is not JSON: ${line.slice(0, 100)}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
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

  /** Appends one line; resolves when the system has it. */
  async append(value: object): Promise<void> {
    this.#file ??= await open(this.#path, 'a', 0o644);
    await this.#file.appendFile(`${JSON.stringify(value)}\n`);
  }

  /** Resolves when all lines are on the disk (fdatasync(2)). */
  async flush(): Promise<void> {
    await this.#file?.datasync();
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}
