/** Runs one block of tests for every strategy found by folder; what does not work here is a visible skip. */
import { tmpdir } from 'node:os';
import { describe, test } from 'vitest';
import { discoverStrategies } from '../../strategies/discover.js';
import type {
  Availability,
  FileToFileJob,
  Outcome,
  ProbeContext,
  Route,
  Strategy,
} from '../../strategies/strategy.js';

/** Every strategy there is. */
export const strategies = await discoverStrategies();

/** The strategies that copy from file to file, whatever else they know. */
export const copiers = strategies.filter(({ routes }) => routes.includes('file-to-file'));

/** Where a strategy is probed; what a socket is made of matters on socket routes alone. */
export function placeOn(route: Route, directory: string): ProbeContext {
  return { directory, route, socket: 'tcp' };
}

const probed = new Map<string, Promise<Availability>>();

/**
 * Whether a strategy copies from file to file in `directory`, asked once. Peers are asked in one place for all: whether
 * a language starts, which takes up to a second, is no matter of the filesystem.
 */
function availabilityIn(directory: string, strategy: Strategy): Promise<Availability> {
  const place = strategy.runtime === 'peer' ? tmpdir() : directory;
  const key = `${strategy.name} in ${place}`;
  const availability = probed.get(key) ?? strategy.available(placeOn('file-to-file', place));
  probed.set(key, availability);
  return availability;
}

/**
 * The strategies from file to file of which `wanted` holds, each in a block of its own; a skip says why it is one.
 *
 * @param directory where they are to work
 */
export async function describeStrategies(
  wanted: (strategy: Strategy) => boolean,
  body: (strategy: Strategy) => void,
  directory: string = tmpdir(),
): Promise<void> {
  for (const strategy of copiers.filter(wanted)) {
    const availability = await availabilityIn(directory, strategy);
    if (availability.available) describe(strategy.name, () => body(strategy));
    else test.skip(`${strategy.name} (skipped: ${availability.reason})`, () => undefined);
  }
}

/** One copy; a strategy that throws at once and one that rejects look the same. */
export async function copy(
  strategy: Strategy,
  { source = '', destination = '', sizeBytes = 0 }: Partial<Omit<FileToFileJob, 'route'>>,
): Promise<Awaited<Outcome>> {
  return strategy.copy({ route: 'file-to-file', source, destination, sizeBytes });
}
