/** What results may take is more than they do take, and not so much that runs are refused for nothing. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passBytes, runBytes, sampleBytes } from '../../../../harness/cli/run/results-space.js';
import { gateBytes } from '../../../../harness/cli/gate/gate-space.js';
import { writeReports } from '../../../../harness/cli/write-report.js';
import type { ScenarioPlan } from '../../../../harness/measure/plan.js';
import { sampleSchema, type Sample } from '../../../../harness/measure/sample.js';
import type { SampledRun } from '../../../../harness/results/read-run.js';
import type { ScenarioRecord } from '../../../../harness/results/record.js';
import { readRunPlan } from '../../../../harness/results/run-plan.js';
import { createStore } from '../../../../harness/results/store.js';
import { everythingRun, longRun, samplesOf } from '../../../fakes/charted-runs.js';
import { temporaryFolder } from '../../../fakes/folders.js';
import { fakeRecord, fakeScenario, withOnly } from '../../../fakes/records.js';
import { fakePlan } from '../../../fakes/strategies.js';
import { copybench, samplesIn, tinyRun } from '../program.js';

const path = temporaryFolder();

/** Bytes of all files in a folder and below it. */
function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

describe('the longest line of a sample', () => {
  const count = fc.maxSafeNat();
  const maybe = fc.option(count);
  const amount = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
  const congestion = fc.stringMatching(/^[a-z]{1,15}$/);
  const anySample: fc.Arbitrary<Sample> = fc.record({
    scenario: fc.constant('file-to-file/7MB/warm/buffered/new'),
    strategy: fc.constant('read-write'),
    run: count,
    round: count,
    position: count,
    atNs: count,
    elapsedNs: count,
    sentNs: maybe,
    roundTripNs: count,
    bytes: count,
    cpuUserUs: maybe,
    cpuSystemUs: maybe,
    voluntarySwitches: maybe,
    involuntarySwitches: maybe,
    minorFaults: maybe,
    majorFaults: maybe,
    peakRssBytes: maybe,
    systemCalls: maybe,
    eventLoopDelayMaxNs: maybe,
    congestion: fc.option(congestion),
    companionCongestion: fc.option(congestion),
    checked: fc.constantFrom('content', 'size', 'none'),
    sharedBytes: maybe,
    extents: count,
    allocatedBytes: count,
    residentShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    deviceReadBytes: count,
    syncNs: count,
    dirtyBytesBefore: maybe,
    stealMs: fc.option(amount),
    machineCpuMs: fc.option(amount),
    machineCpu: fc.record({ userMs: amount, systemMs: amount, softirqMs: amount }),
    http: fc.record({
      requests: count,
      connections: count,
      congestion: fc.option(congestion),
      latencyP50Ns: count,
      latencyP99Ns: maybe,
      loopDelay: fc.option(fc.record({ p50Ns: count, p99Ns: count, maxNs: count })),
    }),
    settleNs: count,
    checkNs: count,
    deleteNs: count,
  });

  test('is longer than that of any', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const { scenario, strategy } = sampleSchema.parse(sample);
        const line = `${JSON.stringify(sample)}\n`;
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(sampleBytes(scenario, strategy));
      }),
    );
  });

  test('has every field, and no more than names, digits and words of a line', () => {
    expect(sampleBytes('', '')).toBeGreaterThan(1000);
    expect(sampleBytes('', '')).toBeLessThan(1600);
    expect(sampleBytes('ä', 'ab') - sampleBytes('', '')).toBe(4);
  });
});

describe('a real run', () => {
  test('takes less than it asked room for, and not a tenth of it', async () => {
    const out = path('out');
    const words = ['--strategies', 'read-write,copy-file,cp,splice', '--rounds', '20'];
    const run = tinyRun(path(), out, '--sizes', '4KB,64KB', ...words);
    expect((await copybench(run)).status).toBe(0);
    const { scenarios } = await readRunPlan(out);
    const [most, taken] = [runBytes(scenarios), bytesBelow(out)];
    expect(taken).toBeLessThan(most);
    expect(taken).toBeGreaterThan(most / 10);
    const samples = samplesIn(out);
    const longest = samples.map(({ scenario, strategy }) => sampleBytes(scenario, strategy));
    const stored = statSync(join(out, 'samples.jsonl')).size;
    expect(stored).toBeLessThan(longest.reduce((sum, bytes) => sum + bytes, 0));
  });
});

/** The plan that a record would have come of. */
function planOf({ id, rounds, strategies }: ScenarioRecord): ScenarioPlan {
  const names = strategies.map(({ name }) => name);
  return { ...fakePlan(names), id, rounds: { min: rounds, max: rounds } };
}

describe('results with their reports', () => {
  const manyRounds = fakeRecord({
    scenarios: [
      withOnly(
        fakeScenario({ sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 400, halfWidth: 0.03 }),
        'read-write',
        'splice',
        'cp',
      ),
    ],
  });

  test.each<[string, SampledRun]>([
    ['of many rounds', { record: manyRounds, samples: samplesOf(manyRounds) }],
    ['of many scenarios', longRun(20)],
    ['of many strategies, failures and hostile names', everythingRun],
  ])('%s take less', async (name, { record, samples }) => {
    const out = path(name);
    const store = await createStore(out);
    for (const sample of samples) await store.append(sample);
    await store.write(record);
    await store.close();
    const plans = record.scenarios.map(planOf);
    expect(bytesBelow(out)).toBeLessThan(passBytes(plans));
    await writeReports(out, { record, samples }, 'svg');
    expect(bytesBelow(out)).toBeLessThan(runBytes(plans));
  });
});

describe('what is asked for', () => {
  const plan = fakePlan(['read-write', 'splice']);
  const scenarios = (count: number, max: number): ScenarioPlan[] =>
    Array.from({ length: count }, () => ({ ...plan, rounds: { min: 6, max } }));
  const withRounds = (max: number): ScenarioPlan[] => [{ ...plan, rounds: { min: 6, max } }];

  test('grows with rounds, strategies and scenarios, by the line of each sample at least', () => {
    const line = sampleBytes(plan.id, 'read-write');
    const [few, many] = [runBytes(withRounds(10)), runBytes(withRounds(110))];
    expect(many - few).toBeGreaterThan(100 * plan.arms.length * line);
    expect(runBytes(withRounds(11))).toBe(runBytes(withRounds(12)));
    const another = fakePlan(['read-write', 'splice', 'cp']);
    expect(runBytes([another]) - runBytes([plan])).toBeGreaterThan(13 * line);
    expect(runBytes([plan, plan])).toBeGreaterThan(runBytes([plan]) + 13 * 3 * line);
  });

  test('is refused when no report could read the samples, in a run and in the longest pass of a gate', () => {
    const refusal = expect.objectContaining({
      code: 'E_USAGE',
      message: expect.stringMatching(
        /^1202400 copies are planned, whose samples may take 1\.\d+ GB;/,
      ),
    });
    expect(() => runBytes(scenarios(400, 1000))).toThrow(refusal);
    expect(runBytes(scenarios(200, 1000))).toBeGreaterThan(0);
    expect(gateBytes(scenarios(20, 1000), false)).toBeGreaterThan(0);
    expect(() => gateBytes(scenarios(200, 1000), false)).toThrow(/a report reads/);
  });

  test('of a gate, covers the longest passes that its procedure knows, of both sides of a race', () => {
    const first = passBytes(withRounds(12));
    const later = passBytes(withRounds(72));
    expect(gateBytes([plan], false)).toBeGreaterThan(2 * first + 4 * later);
    expect(gateBytes([plan], true)).toBeGreaterThan(gateBytes([plan], false) * 1.2);
  });
});
