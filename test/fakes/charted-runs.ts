/** Runs with their samples, for the tests of charts and pages: a small one, one with everything, one of any size. */
import { CONTROL, type Sample } from '../../harness/measure/sample.js';
import type { SampledRun } from '../../harness/results/read-run.js';
import type { RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import {
  failed,
  fakeMeasured,
  fakeRecord,
  fakeScenario,
  unsupported,
  withOnly,
  withStrategies,
} from './records.js';
import { troubledRun } from './runs.js';
import { fakeSample } from './samples.js';
import { fakeSocketScenario } from './sockets.js';

/** Everything that a name could try in a page, a picture, a table or a terminal. */
export const HOSTILE =
  `<img src=x onerror="window.hacked=1">'"</script><script>window.hacked=2</script>` +
  '|`&amp;\u001b[31m\u202e\u0000=cmd()';

/** Round after round: a slow drift, some scatter, and one stray in the last round. */
export function samplesOf(record: RunRecord): Sample[] {
  return record.scenarios.flatMap((scenario) =>
    Array.from({ length: scenario.rounds + 1 }, (_, round) => roundOf(scenario, round)).flat(),
  );
}

function roundOf({ id, rounds, strategies }: ScenarioRecord, round: number): Sample[] {
  return strategies.flatMap((strategy, place): Sample[] => {
    if (strategy.outcome !== 'measured') return [];
    const scatter = (((round * 7 + place * 3) % 11) - 5) / 200;
    const stray = round === rounds && place === 1 ? 0.21 : 0;
    const elapsedNs = Math.round(strategy.medianNs * (1 + scatter + stray));
    const sample = fakeSample(strategy.name, round, elapsedNs, { scenario: id, position: place });
    return place === 0 ? [sample, { ...sample, strategy: CONTROL }] : [sample];
  });
}

function sampled(record: RunRecord): SampledRun {
  return { record, samples: samplesOf(record) };
}

const SMALL = { sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 8, halfWidth: 0.03 };
const LARGE = { sizeBytes: 200e6, referenceNs: 43.1e6, rounds: 6, halfWidth: 0.03 };
const FEW = ['read-write', 'splice', 'stream-pipe', 'memory-copy'];

/** Two sizes, three strategies and a ceiling. */
export const smallRun: SampledRun = sampled(
  fakeRecord({
    scenarios: [
      withOnly(fakeScenario(SMALL), ...FEW),
      withOnly(fakeScenario({ ...LARGE }), ...FEW),
    ],
  }),
);

/** Forty strategies, two routes, clones, failures, warnings, hostile names; and Ctrl-C in the end. */
export const everythingRun: SampledRun = sampled({
  ...troubledRun,
  machine: { ...troubledRun.machine, hostname: HOSTILE },
  scenarios: [
    ...troubledRun.scenarios,
    manyStrategies(),
    fakeSocketScenario({ sizeBytes: 7e6, referenceNs: 9.6e6, rounds: 8, halfWidth: 0.04 }),
  ],
  warnings: [
    ...troubledRun.warnings,
    { code: 'drift', strategy: HOSTILE, message: HOSTILE, remedy: HOSTILE },
  ],
});

function manyStrategies(): ScenarioRecord {
  const conditions = { sizeBytes: 64e6, referenceNs: 12e6, rounds: 6, halfWidth: 0.05 };
  const many = Array.from({ length: 40 }, (_, index) => {
    const relative = 0.5 + index / 20;
    const name = index === 7 ? HOSTILE : `strategy-${index}`;
    return fakeMeasured([name, name, 'copy', 'native', relative, relative], conditions);
  });
  return withStrategies(
    fakeScenario(conditions),
    ...many,
    failed(`failed ${HOSTILE}`, HOSTILE),
    unsupported(`unsupported ${HOSTILE}`, HOSTILE),
  );
}

/** As many scenarios as wanted, each of another size. */
export function longRun(scenarios: number): SampledRun {
  return sampled(
    fakeRecord({
      scenarios: Array.from({ length: scenarios }, (_, index) => ({
        ...withOnly(
          fakeScenario({ ...SMALL, rounds: 6, sizeBytes: 1e6 + index * 1e4 }),
          'read-write',
          'splice',
          'sendfile',
          'copy-file',
          'cp',
          'stream-pipe',
        ),
        id: `file-to-file/${index}/warm/buffered/new`,
      })),
    }),
  );
}
