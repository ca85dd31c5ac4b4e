/** Reads files and JSON of strangers within limits: nothing they hold can take more memory or time than it is worth. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { HarnessError, type HarnessErrorCode } from './errors.js';

/** A thousand rounds of forty arms take 1.2 MB of a record; this is a hundred scenarios of that. */
const LARGEST_TEXT_BYTES = 128e6;
/** Nothing that copybench writes is nested deeper than a quarter of this. */
const DEEPEST = 32;

/**
 * The text of a file, whose size is asked for before it is read. What is added to it meanwhile is not read.
 *
 * @param code of the error when it is too large or no regular file: a FIFO or a device would be read for ever
 * @param largestBytes far below 512 MiB, as no text is longer (buffer.constants.MAX_STRING_LENGTH)
 * @throws HarnessError of `code`; Node-shaped system error
 */
export async function readBounded(
  path: string,
  code: HarnessErrorCode,
  largestBytes = LARGEST_TEXT_BYTES,
): Promise<string> {
  return (await readBoundedBytes(path, code, largestBytes)).toString('utf8');
}

/** The same as bytes, of which there may be more. @throws as `readBounded` */
export async function readBoundedBytes(
  path: string,
  code: HarnessErrorCode,
  largestBytes: number,
): Promise<Buffer> {
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
    return await readWhole(file, found.size);
  } finally {
    await file.close();
  }
}

/** The first `sizeBytes` of `file`, or what there is of them. */
async function readWhole(file: FileHandle, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let done = 0;
  while (done < sizeBytes) {
    const { bytesRead } = await file.read(bytes, done, sizeBytes - done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/**
 * As JSON.parse, of text that is nested at most 32 deep.
 *
 * @throws SyntaxError when it is no JSON or nested deeper
 */
export function parseBounded(text: string): unknown {
  refuseDeep(text);
  return JSON.parse(text) as unknown;
}

/** Looks at every character once: an expression for texts in quotes would run out of stack, or try again and again. */
function refuseDeep(text: string): void {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\' && isQuoted) at += 1;
    else if (isQuoted) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > DEEPEST) throw new SyntaxError(`it is nested more than ${DEEPEST} deep`);
  }
}
