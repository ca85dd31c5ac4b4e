/** Where the options of a measuring command come from. */
import { CONFIG_FILE, layerOfFile } from '../../config/config-file.js';
import { layerOfEnvironment, type Layer } from '../../config/run-options.js';
import type { Surroundings } from '../surroundings.js';

/** The layers of options, weakest first: file, environment, flags. `--config` names the file and is no option. */
export async function layersOf(
  { config, ...flags }: Readonly<Record<string, unknown>>,
  { environment }: Surroundings,
): Promise<Layer[]> {
  const named = typeof config === 'string' ? config : CONFIG_FILE;
  return [await layerOfFile(named, config !== undefined), layerOfEnvironment(environment), flags];
}
