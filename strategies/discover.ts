/** Finds every strategy by folder: a file beside this one is a strategy. */
import { discoverModules, loadModule } from '../harness/core/discover-modules.js';
import type { Strategy } from './strategy.js';

/** Every strategy there is, by name. */
export function discoverStrategies(): Promise<Strategy[]> {
  return discoverModules<Strategy>(import.meta.dirname, ['discover', 'strategy']);
}

/**
 * One strategy, without loading the others: what a worker does.
 *
 * @param name file name without its ending
 * @throws HarnessError `E_MODULE` when there is no such file, or it exports no strategy of that name
 */
export function loadStrategy(name: string): Promise<Strategy> {
  return loadModule<Strategy>(import.meta.dirname, name);
}
