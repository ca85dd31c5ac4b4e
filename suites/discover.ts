/** Finds every suite by folder: a file beside this one is a suite. */
import { discoverModules } from '../harness/core/discover-modules.js';
import type { Suite } from './suite.js';

/** Every suite there is, by name. */
export function discoverSuites(): Promise<Suite[]> {
  return discoverModules<Suite>(import.meta.dirname, ['discover', 'suite']);
}
