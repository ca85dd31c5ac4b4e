/** Reads files and JSON of strangers within limits: nothing they hold can take more memory or time than it is worth. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { HarnessError, type HarnessErrorCode } from './errors.js';

/** A run of a thousand rounds of a hundred arms in a dozen scenarios has a samples file of this size. */
export const LARGEST_FILE_BYTES = 1e9;
/** Nothing that copybench writes is nested deeper than a quarter of this. */
const DEEPEST = 32;

/**
 * The text of a file, whose size is asked for before it is read.
 *
 * @param code of the error when it is too large or no regular file: a FIFO or a device would be read for ever
 * @throws HarnessError of `code`; Node-shaped system error
 */
export async function readBounded(
  path: string,
  code: HarnessErrorCode,
  largestBytes = LARGEST_FILE_BYTES,
): Promise<string> {
  // A FIFO would wait for its writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (found.isDirectory()) throw new HarnessError(code, `${path} is a directory. Name a file.`);
    if (!found.isFile()) throw new HarnessError(code, `${path} is no regular file. Name one.`);
    if (found.size > largestBytes) {
      throw new HarnessError(
        code,
        `${path} has ${found.size} bytes, and at most ${largestBytes} are read. Name another file.`,
      );
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/**
 * As JSON.parse, of text that is nested at most 32 deep.
 *
 * @throws SyntaxError when it is no JSON or nested deeper
 */
export function parseBounded(text: string): unknown {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > DEEPEST) throw new SyntaxError(`it is nested more than ${DEEPEST} deep`);
  }
  return JSON.parse(text) as unknown;
}
