/** What a scenario is called, and the conditions its numbers hold under. */
import { formatSizeExact } from '../harness/core/units.js';
import type { ScenarioRecord } from '../harness/results/record.js';
import { unbroken } from './text.js';

const CACHE = {
  warm: 'source in the page cache',
  unverified: 'source read before, page cache not verified',
};
const DURABILITY = { buffered: 'buffered, not synced' };
const DESTINATION = { new: 'new destination file', socket: 'until the receiver has the last byte' };
const STOPPED = {
  precise: 'stopped because every interval was narrow enough',
  budget: 'stopped because the time budget was spent',
  rounds: 'stopped at the round limit',
  interrupted: 'interrupted',
  empty: 'nothing to measure',
};

/** `1 GB`, in one piece. */
export function sizeName({ sizeBytes }: ScenarioRecord): string {
  return unbroken(formatSizeExact(sizeBytes));
}

/** `1 GB, file to file`. */
export function scenarioTitle(scenario: ScenarioRecord): string {
  return `${sizeName(scenario)}, ${scenario.route.replaceAll('-', ' ')}`;
}

/** Cache, durability, destination, rounds and why it ended. */
export function scenarioConditions(scenario: ScenarioRecord): string {
  const { cache, durability, destination, rounds, stopped } = scenario;
  return [
    CACHE[cache],
    DURABILITY[durability],
    DESTINATION[destination],
    roundsName(rounds),
    STOPPED[stopped],
  ].join('; ');
}

/** `1 round`, `12 rounds`. */
export function roundsName(rounds: number): string {
  return unbroken(`${rounds} ${rounds === 1 ? 'round' : 'rounds'}`);
}
