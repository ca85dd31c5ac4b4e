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

/** What a limit is called beside its line in a chart. */
const NAMES: Record<Limit, string> = {
  memory: 'memory copy',
  'device-read': 'disk read',
  'device-write': 'disk write',
  'cached-write': 'overwrite in cache',
};

/** A bound that some part of a copy cannot pass, as a speedup over the reference. */
export interface LimitLine {
  readonly name: string;
  readonly speedup: number;
  /** Whether it is the one that limits copies under the conditions of the scenario. */
  readonly holds: boolean;
}

/** Every measured limit of a scenario, the one that holds first. */
export function limitLines(scenario: ScenarioRecord, reference: MeasuredRecord): LimitLine[] {
  const holding = boundOf(scenario);
  return scenario.strategies
    .filter(isMeasured)
    .flatMap((bound) => {
      if (bound.limit === undefined || bound.medianNs === 0) return [];
      const speedup = reference.medianNs / bound.medianNs;
      return [{ name: NAMES[bound.limit], speedup, holds: bound === holding }];
    })
    .toSorted((a, b) => Number(b.holds) - Number(a.holds));
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
