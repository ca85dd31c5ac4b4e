/** From which memory the copies of a scenario got their pages: what was asked for, and what was seen before each. */
import { APART } from '../measure/free-memory.js';
import type { ScenarioPlan } from '../measure/plan.js';
import type { Sample } from '../measure/sample.js';
import { median } from '../statistics/quantile.js';
import type { ScenarioRecord } from './record.js';
import type { Warning } from './warning.js';

/** Absent where no state of memory was asked for. */
export function memoryOf(
  { conditions: { memory } }: ScenarioPlan,
  samples: readonly Sample[],
): Pick<ScenarioRecord, 'memory'> {
  if (memory === undefined) return {};
  const factors = samples.flatMap(({ touchFactor }) => touchFactor ?? []);
  const isKnown = factors.length > 0 && factors.length === samples.length;
  const touchFactor = isKnown ? median(factors) : null;
  const seen = touchFactor !== null && touchFactor < APART ? 'backed' : 'first-touch';
  const isProven = touchFactor !== null && seen === memory;
  return { memory: { asked: memory, state: isProven ? memory : 'unverified', touchFactor } };
}

/** Of runs that are pooled: a state where all agree, and the median of their factors. */
export function pooledMemory(scenarios: readonly ScenarioRecord[]): Pick<ScenarioRecord, 'memory'> {
  const found = scenarios.flatMap(({ memory }) => memory ?? []);
  const [first] = found;
  if (!first) return {};
  const factors = found.flatMap(({ touchFactor }) => touchFactor ?? []);
  const agrees =
    found.length === scenarios.length && found.every(({ state }) => state === first.state);
  const touchFactor = factors.length === scenarios.length ? median(factors) : null;
  return {
    memory: { asked: first.asked, state: agrees ? first.state : 'unverified', touchFactor },
  };
}

/** The memory was not as it was asked for. */
export function memoryWarnings({ id, memory }: ScenarioRecord): Warning[] {
  if (!memory || memory.state !== 'unverified' || memory.touchFactor === null) return [];
  const { asked, touchFactor } = memory;
  const seen = `Touching free memory took ${touchFactor.toFixed(2)} times as long the first time as the second`;
  if (asked === 'backed')
    return [
      {
        code: 'memory-not-backed',
        scenario: id,
        message: `${seen}, before half of the copies or more: the host had to provide it.`,
        remedy:
          'Free some memory, or choose smaller --sizes, so that enough can be held for a copy.',
      },
    ];
  return [
    {
      code: 'memory-not-first-touch',
      scenario: id,
      message: `${seen}, before half of the copies or more: the host backed it already.`,
      remedy:
        'This machine does not hand free memory back, or not soon enough. These copies are like those of backed memory.',
    },
  ];
}
