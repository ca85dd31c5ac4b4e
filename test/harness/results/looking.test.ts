/** How strategies that look at their bytes stand in the record: beside their twins, and ranked with nobody. */
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../harness/measure/sample.js';
import { USUAL } from '../../../harness/measure/plan.js';
import type { ScenarioRun } from '../../../harness/measure/scheduler.js';
import { isMeasured } from '../../../reports/ranking.js';
import { scenarioSchema } from '../../../harness/results/record.js';
import { summariseScenario } from '../../../harness/results/summarise-scenario.js';
import { loadStrategy } from '../../../strategies/discover.js';

const ROUNDS = 6;
const NAMES = ['read-write', 'splice', 'read-write-crc32', 'splice-tee-digest'];
/** Nanoseconds of a copy; the twin of the last one takes half as long. */
const TIMES: Record<string, number> = {
  'read-write': 2e6,
  splice: 1e6,
  'read-write-crc32': 3e6,
  'splice-tee-digest': 2e6,
};

const record = scenarioSchema.parse(summariseScenario(await runOf(NAMES), 0.05));

describe('the record of strategies that look', () => {
  it('compares each with its twin, without being asked', () => {
    expect(
      record.comparisons.map(({ name, slower, faster, speedup }) => [
        name,
        slower,
        faster,
        Number(speedup.estimate.toFixed(2)),
      ]),
    ).toEqual([
      ['inspect', 'read-write-crc32', 'read-write', 1.5],
      ['inspect', 'splice-tee-digest', 'splice', 2],
    ]);
  });

  it('gives them no speedup over the reference and no verdict, and says what they check', () => {
    const measured = record.strategies.filter(isMeasured);
    const ranked = measured.filter(({ checks }) => checks === undefined);
    const looking = measured.filter(({ checks }) => checks !== undefined);
    expect(ranked.map(({ name, speedup }) => [name, speedup?.estimate])).toEqual([
      ['read-write', undefined],
      ['splice', expect.closeTo(2)],
    ]);
    expect(looking.map(({ name, checks }) => [name, checks])).toEqual([
      ['read-write-crc32', { algorithm: 'crc32', twin: 'read-write' }],
      ['splice-tee-digest', { algorithm: 'crc32c', twin: 'splice' }],
    ]);
    for (const one of looking) {
      expect(one).not.toHaveProperty('speedup');
      expect(one).not.toHaveProperty('verdict');
    }
  });

  it('has no comparison where the twin was not measured', async () => {
    const run = await runOf(['read-write', 'splice-tee-digest']);
    expect(summariseScenario(run, 0.05).comparisons).toEqual([]);
  });
});

async function runOf(names: readonly string[]): Promise<ScenarioRun> {
  const strategies = await Promise.all(names.map(loadStrategy));
  const arms = strategies.map((strategy) => ({ name: strategy.name, strategy }));
  return {
    plan: {
      id: 'file-to-file/1MB',
      route: 'file-to-file',
      conditions: USUAL,
      socket: null,
      fixture: { name: '1MB', sizeBytes: 1e6, seed: 1 },
      reference: 'read-write',
      comparisons: [],
      arms,
      unsupported: [],
      versions: new Map(),
      seed: 1,
      rounds: { min: ROUNDS, max: ROUNDS },
    },
    samples: Array.from({ length: ROUNDS }, (_, i) =>
      names.map((name) => sample(name, i + 1)),
    ).flat(),
    failures: [],
    order: [],
    rounds: ROUNDS,
    stopped: 'rounds',
    versions: new Map(),
    calls: new Map(),
    events: new Map(),
    clients: new Map(),
    startedNs: 0,
    explainedNs: 0,
  };
}

/** The later the round, the slower all of them: only pairs by round tell them apart. */
function sample(strategy: string, round: number): Sample {
  const unknown = null;
  return {
    scenario: 'file-to-file/1MB',
    strategy,
    round,
    position: 0,
    atNs: 0,
    elapsedNs: Math.round((TIMES[strategy] ?? 0) * (1 + round / 10)),
    sentNs: unknown,
    roundTripNs: 0,
    bytes: 1e6,
    cpuUserUs: unknown,
    cpuSystemUs: unknown,
    voluntarySwitches: unknown,
    involuntarySwitches: unknown,
    minorFaults: unknown,
    majorFaults: unknown,
    peakRssBytes: unknown,
    systemCalls: unknown,
    eventLoopDelayMaxNs: unknown,
    checked: 'size',
    sharedBytes: unknown,
    residentShare: 1,
    dirtyBytesBefore: unknown,
    stealMs: unknown,
    machineCpuMs: unknown,
    settleNs: 0,
    checkNs: 0,
    deleteNs: 0,
  };
}
