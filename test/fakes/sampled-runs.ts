/** Runs with their samples, for what reads several of them: seeded noise, no clock; and the same on disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampledRun } from '../../harness/results/read-run.js';
import type { RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { summariseScenario } from '../../harness/results/summarise-scenario.js';
import { createRandom } from '../../harness/statistics/random.js';
import type { Sample } from '../../harness/measure/sample.js';
import { noisyTimes } from '../harness/statistics/noise.js';
import { fakeRecord } from './records.js';
import { fakeRun } from './scenario-runs.js';

export interface FakeScenario {
  sizeBytes: number;
  /** Median times by strategy, in nanoseconds; the first one is the reference. */
  times: Readonly<Record<string, number>>;
  rounds?: number;
}

export interface FakeRun {
  /** Day of November 2026, which makes the run's name as well. */
  day: number;
  scenarios: readonly FakeScenario[];
  /** Of one round. */
  sigma?: number;
  changes?: Partial<RunRecord>;
}

export function fakeSampledRun({ day, scenarios, sigma = 0.01, changes }: FakeRun): SampledRun {
  const random = createRandom(day);
  const noisy = (n: number, ns: number) => noisyTimes(random, n, ns, { sigma }).map(Math.round);
  const samples: Sample[] = [];
  const records = scenarios.map(({ sizeBytes, times, rounds = 8 }): ScenarioRecord => {
    const id = `file-to-file/${sizeBytes / 1e6}MB/warm/buffered/new`;
    const arms = Object.entries(times).map(([name, ns]) => [name, noisy(rounds + 1, ns)] as const);
    const control = noisy(rounds + 1, Object.values(times)[0]!);
    const run = fakeRun(Object.fromEntries([...arms, ['control', control]]), {
      plan: { id, fixture: { name: `${sizeBytes / 1e6}MB`, sizeBytes, seed: 1 } },
    });
    const own = run.samples.map((sample) => ({ ...sample, scenario: id, bytes: sizeBytes }));
    samples.push(...own);
    return summariseScenario({ ...run, samples: own }, 0.02);
  });
  const date = `2026-11-${String(day).padStart(2, '0')}`;
  return {
    record: fakeRecord({
      runId: `${date}-183000-published`,
      startedAt: `${date}T18:30:00.000Z`,
      finishedAt: `${date}T18:32:00.000Z`,
      scenarios: records,
      ...changes,
    }),
    samples,
  };
}

/** Writes it into a folder as a run leaves it. */
export function storeRun(folder: string, { record, samples }: SampledRun): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'record.json'), `${JSON.stringify(record, null, 2)}\n`);
  const lines = samples.map((sample) => `${JSON.stringify(sample)}\n`);
  writeFileSync(join(folder, 'samples.jsonl'), lines.join(''));
  return folder;
}

/** The machine of a record with other facts. */
export function elsewhere(facts: {
  fingerprint?: string;
  hostname?: string;
  kernel?: string;
  node?: string;
  filesystem?: string;
}): RunRecord['machine'] {
  const { machine } = fakeRecord();
  return {
    ...machine,
    fingerprint: facts.fingerprint ?? machine.fingerprint,
    hostname: facts.hostname ?? machine.hostname,
    os: { ...machine.os, kernel: facts.kernel ?? machine.os.kernel },
    runtime: { ...machine.runtime, node: facts.node ?? machine.runtime.node },
    directory: {
      ...machine.directory,
      filesystem: facts.filesystem ?? machine.directory.filesystem,
    },
  };
}

/** Names that would do something, were they markup. */
export const HOSTILE = '<img src=x onerror=alert(1)>|`*[x](y)\u001b[31m\n=HYPERLINK("a")';
