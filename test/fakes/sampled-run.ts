/** A small run with its samples for the tests of formats, and the same full of what no format may obey. */
import type { SampledRun } from '../../harness/results/read-run.js';
import { CONTROL, type Sample } from '../../harness/measure/sample.js';
import type { RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import {
  failed,
  fakeRecord,
  fakeScenario,
  unsupported,
  withOnly,
  withStrategies,
} from './records.js';
import { fakeSample } from './samples.js';

const ROUNDS = 6;

/** Deterministic times around the median of each strategy, warm-up first; `cp` has no CPU time. */
function samplesFor(scenario: ScenarioRecord): Sample[] {
  const arms = scenario.strategies.flatMap((strategy) =>
    strategy.outcome === 'measured' ? [{ name: strategy.name, medianNs: strategy.medianNs }] : [],
  );
  const reference = arms.find(({ name }) => name === scenario.reference);
  if (reference) arms.push({ ...reference, name: CONTROL });
  return Array.from({ length: ROUNDS + 1 }, (_, round) =>
    arms.map(({ name, medianNs }, position) =>
      fakeSample(name, round, Math.round(medianNs * (1 + ((round * 7 + position) % 5) / 100)), {
        scenario: scenario.id,
        position,
        bytes: name === 'nothing' ? 0 : scenario.sizeBytes,
        cpuUserUs: name === 'cp' ? null : 300 + round,
        cpuSystemUs: name === 'cp' ? null : 1200 + position,
        peakRssBytes: name === 'splice' ? null : 51_000_000 + round,
      }),
    ),
  ).flat();
}

function sampled(record: RunRecord): SampledRun {
  return { record, samples: record.scenarios.flatMap(samplesFor) };
}

const scenario: ScenarioRecord = {
  ...withOnly(
    fakeScenario({ sizeBytes: 7e6, referenceNs: 2.46e6, rounds: ROUNDS, halfWidth: 0.029 }),
    'read-write',
    'splice',
    'cp',
    'nothing',
    'reflink',
  ),
  id: 'file-to-file/7MB/warm/buffered/new',
};

export const smallRun = sampled(
  fakeRecord({
    scenarios: [
      withStrategies(scenario, failed('sendfile', 'E_WRONG_BYTES: byte 4096 is 0x00, not 0x7f')),
    ],
    warnings: [
      {
        code: 'scenario-left-out',
        scenario: 'file-to-file/1GB/warm/buffered/new',
        message: 'The time budget was spent before it was begun.',
        remedy: 'Give it more time with --budget.',
      },
    ],
  }),
);

/** Words that mean something in XML, in workflow commands, in spreadsheets, in Go's names, in Markdown. */
export const HOSTILE =
  '=cmd|\' /C calc\'!A0 "q" <b>&amp;]]> \u001b[31m\u0000\uFFFE %0A%\r\n::error::x, a:b';

export const hostileRun = sampled(
  fakeRecord({
    machine: {
      ...fakeRecord().machine,
      hostname: HOSTILE,
      cpu: { ...fakeRecord().machine.cpu, model: HOSTILE },
    },
    scenarios: [
      withStrategies(
        withOnly(scenario, 'read-write', 'splice'),
        unsupported('-1+2 a/b', HOSTILE),
        failed('@SUM(A1)', HOSTILE),
      ),
    ],
    warnings: [
      {
        code: 'drift',
        scenario: scenario.id,
        strategy: HOSTILE,
        message: HOSTILE,
        remedy: HOSTILE,
      },
    ],
  }),
);
