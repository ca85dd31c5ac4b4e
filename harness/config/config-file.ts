/** The configuration file: `copybench.config.json` in the current directory, or the one named with --config. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { hasCode, HarnessError, messageOf } from '../core/errors.js';
import type { Layer } from './run-options.js';

export const CONFIG_FILE = 'copybench.config.json';

/**
 * The options in a configuration file, as a layer.
 *
 * @param path file to read
 * @param required whether a missing file is an error (it was named) or an empty layer (it is the default)
 * @throws HarnessError `E_USAGE` when it is missing though required, not JSON, or no object
 */
export async function layerOfFile(path: string, required: boolean): Promise<Layer> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (!required && hasCode(cause, 'ENOENT')) return {};
    throw new HarnessError(
      'E_USAGE',
      `The configuration file ${path} cannot be read: ${messageOf(cause)}`,
      { cause },
    );
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new HarnessError(
      'E_USAGE',
      `The configuration file ${path} is not a JSON object of options: ${messageOf(cause)}`,
      { cause },
    );
  }
}
