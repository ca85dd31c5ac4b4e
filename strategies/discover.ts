/** Finds every strategy by folder: a file beside this one is a strategy. */
import { discoverModules } from '../harness/core/discover-modules.js';
import type { Strategy } from './strategy.js';

/** Every strategy there is, by name. */
export function discoverStrategies(): Promise<Strategy[]> {
  return discoverModules<Strategy>(import.meta.dirname, ['discover', 'strategy']);
}

/**
 * One strategy, without loading the others: what a worker does.
 *
 * @param name file name without its ending
 * @throws when there is no such file, or it exports no strategy of that name
 */
export async function loadStrategy(name: string): Promise<Strategy> {
  // A file of this folder exports a strategy; discoverModules checks that for all of them.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const module = (await import(`./${name}.js`)) as { default: Strategy };
  return module.default;
}
