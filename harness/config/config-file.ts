/** The configuration file: `copybench.config.json` in the current directory, or the one named with --config. */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parseBounded, readBounded } from '../core/bounded.js';
import { bounded } from '../core/bounded-schema.js';
import { hasCode, HarnessError, messageOf } from '../core/errors.js';
import { whyRefused } from '../core/refusal.js';
import type { Layer } from './run-options.js';

export const CONFIG_FILE = 'copybench.config.json';

const LARGEST_BYTES = 1e6;
/** Options by name; whether there are such options is judged with the other layers. */
const layerSchema = bounded.table(z.unknown());
const ALL_WRITE = 0o002;

/**
 * The options in a configuration file, as a layer.
 *
 * @param path file to read
 * @param required whether a missing file is an error (it was named) or an empty layer (it is the default)
 * @throws HarnessError `E_USAGE` when it is missing though required, not JSON, or no object, or when somebody else
 *   could have written it
 */
export async function layerOfFile(path: string, required: boolean): Promise<Layer> {
  let text: string;
  try {
    await refuseOthers(path);
    text = await readBounded(path, 'E_USAGE', LARGEST_BYTES);
  } catch (cause) {
    if (!required && hasCode(cause, 'ENOENT')) return {};
    if (cause instanceof HarnessError) throw cause;
    throw new HarnessError(
      'E_USAGE',
      `The configuration file ${path} cannot be read: ${messageOf(cause)}`,
      { cause },
    );
  }
  try {
    return parseConfig(text);
  } catch (cause) {
    throw new HarnessError(
      'E_USAGE',
      `The configuration file ${path} is not a JSON object of options: ${whyNot(cause)}`,
      { cause },
    );
  }
}

function whyNot(cause: unknown): string {
  return cause instanceof z.ZodError ? whyRefused(cause) : messageOf(cause);
}

/** @throws SyntaxError or ZodError when `text` is no JSON object */
export function parseConfig(text: string): Layer {
  return layerSchema.parse(parseBounded(text));
}

/** Whoever runs copybench in /tmp must not run it with the options of whoever left a file there. */
async function refuseOthers(path: string): Promise<void> {
  const file = await stat(path);
  const folder = await stat(dirname(resolve(path)));
  const me = process.getuid?.();
  const isTrusted = (uid: number): boolean => me === undefined || uid === me || uid === 0;
  const why = isTrusted(file.uid)
    ? [
        [file.mode & ALL_WRITE, 'everybody can write to it'],
        [folder.mode & ALL_WRITE, 'everybody can write to its directory'],
      ].find(([open]) => open !== 0)?.[1]
    : `it belongs to user ${file.uid}, and this is user ${me}`;
  if (why === undefined) return;
  throw new HarnessError(
    'E_USAGE',
    `The configuration file ${path} is not used: ${why}. Move it to a directory of your own, or take that right away with chmod.`,
  );
}
