/** Which measured bound limits the copies of a scenario, and how near each copy comes to it. */
import { formatPercent } from '../harness/core/units.js';
import type { MeasuredRecord, ScenarioRecord } from '../harness/results/record.js';
import { isMeasured } from './ranking.js';
import { unbroken } from './text.js';

type Limit = NonNullable<MeasuredRecord['limit']>;

const WORDS: Record<Limit, string> = {
  memory: 'of memory copy',
  'device-read': 'of device read',
  'device-write': 'of device write',
  'cached-write': 'of cached overwrite',
};

/** The part of a copy that bounds it, by what its conditions add: the disk where it waits for one, else memory. */
function limitOf({ cache, durability, destination }: ScenarioRecord): Limit {
  if (durability === 'fdatasync') return 'device-write';
  if (cache === 'cold' || cache === 'guest-cold') return 'device-read';
  return destination === 'in-place' ? 'cached-write' : 'memory';
}

/** The bound that limits this scenario, if it was measured. */
function boundOf(scenario: ScenarioRecord): MeasuredRecord | undefined {
  return scenario.strategies.filter(isMeasured).find(({ limit }) => limit === limitOf(scenario));
}

/** `of memory copy`, or undefined where its bound was not measured. */
export function limitName(scenario: ScenarioRecord): string | undefined {
  return boundOf(scenario) && WORDS[limitOf(scenario)];
}

/** `62 %`: how much of the rate of the limit a copy reaches. */
export function shareOfLimit({ medianNs }: MeasuredRecord, scenario: ScenarioRecord): string {
  const bound = boundOf(scenario);
  return bound && medianNs > 0 ? unbroken(formatPercent(bound.medianNs / medianNs)) : '-';
}
