/** Runs one block of tests for every strategy found by folder; what does not work here is a visible skip. */
import { tmpdir } from 'node:os';
import { describe, test } from 'vitest';
import { discoverStrategies } from '../../strategies/discover.js';
import type { CopyJob, OwnClock, Strategy } from '../../strategies/strategy.js';

/** Every strategy there is. */
export const strategies = await discoverStrategies();

/** The strategies of which `wanted` holds, each in a block of its own; a skip says why it is one. */
export async function describeStrategies(
  wanted: (strategy: Strategy) => boolean,
  body: (strategy: Strategy) => void,
): Promise<void> {
  for (const strategy of strategies.filter(wanted)) {
    const availability = await strategy.available({ directory: tmpdir() });
    if (availability.available) describe(strategy.name, () => body(strategy));
    else test.skip(`${strategy.name} (skipped: ${availability.reason})`, () => undefined);
  }
}

/** One copy; a strategy that throws at once and one that rejects look the same. */
export async function copy(
  strategy: Strategy,
  { source, destination, sizeBytes = 0 }: Omit<Partial<CopyJob>, 'route'>,
): Promise<OwnClock | void> {
  return strategy.copy({
    route: 'file-to-file',
    source: source ?? '',
    destination: destination ?? '',
    sizeBytes,
  });
}
