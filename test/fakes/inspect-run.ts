/** A run of strategies that look at their bytes, beside their twins. */
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { fakeMeasured, fakeRecord, fakeScenario, withOnly, withStrategies } from './records.js';

type Checks = NonNullable<MeasuredRecord['checks']>;
type Conditions = Parameters<typeof fakeScenario>[0];

/** Name, label, runtime, what it checks, and its time relative to the reference. */
const LOOKS: readonly (readonly [string, string, MeasuredRecord['runtime'], Checks, number])[] = [
  ['read-write-crc32', 'read/write + CRC32', 'javascript', checks('crc32', 'read-write'), 1.16],
  ['read-write-sha256', 'read/write + SHA-256', 'javascript', checks('sha256', 'read-write'), 2.92],
  ['splice-tee-digest', 'splice with tee, CRC32C', 'native', checks('crc32c', 'splice'), 1.07],
];

/** Every strategy that looks, and the two twins. */
export function inspectScenario(conditions: Conditions): ScenarioRecord {
  const scenario = withOnly(fakeScenario(conditions), 'read-write', 'splice');
  const looking = LOOKS.map(([name, label, runtime, checked, relative]): MeasuredRecord => {
    const plan = [name, label, 'copy', runtime, relative, relative] as const;
    const { speedup: _, mde: __, verdict: ___, ...measured } = fakeMeasured(plan, conditions);
    return { ...measured, checks: checked };
  });
  const all = withStrategies(scenario, ...looking);
  return {
    ...all,
    comparisons: [
      ...looking.map(({ name }, i) => comparison(all, 'inspect', name, LOOKS[i]![3].twin)),
      comparison(all, 'same-look', 'read-write-crc32', 'splice-tee-digest'),
    ],
  };
}

export const inspectRun: RunRecord = fakeRecord({
  scenarios: [
    inspectScenario({ sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 40, halfWidth: 0.029 }),
    inspectScenario({ sizeBytes: 1e9, referenceNs: 217e6, rounds: 12, halfWidth: 0.028 }),
  ],
});

function checks(algorithm: Checks['algorithm'], twin: string): Checks {
  return { algorithm, twin };
}

function comparison(
  scenario: ScenarioRecord,
  name: string,
  slower: string,
  faster: string,
): ScenarioRecord['comparisons'][number] {
  const [slowerMedianNs, fasterMedianNs] = [medianOf(scenario, slower), medianOf(scenario, faster)];
  const estimate = slowerMedianNs / fasterMedianNs;
  const limit = (share: number) => (scenario.rounds < 6 ? null : estimate * share);
  const speedup = { estimate, low: limit(0.97), high: limit(1.03) };
  return { name, slower, faster, slowerMedianNs, fasterMedianNs, speedup };
}

function medianOf({ strategies }: ScenarioRecord, name: string): number {
  const found = strategies.find((strategy) => strategy.name === name);
  return found?.outcome === 'measured' ? found.medianNs : NaN;
}
