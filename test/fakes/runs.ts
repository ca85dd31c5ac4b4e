/** Whole runs for the tests of reports: a good one, one with everything that can go wrong, and an empty one. */
import type { RunRecord } from '../../harness/results/record.js';
import {
  failed,
  fakeMeasured,
  fakeRecord,
  fakeScenario,
  unsupported,
  withFigures,
  withStrategies,
} from './records.js';

const SEVEN_MB = { sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 40, halfWidth: 0.029 };
const TWO_HUNDRED_MB = { sizeBytes: 200e6, referenceNs: 43.1e6, rounds: 24, halfWidth: 0.024 };
const ONE_GB = { sizeBytes: 1e9, referenceNs: 217e6, rounds: 12, halfWidth: 0.028 };

/** The default run as it should be: three sizes, every control arm holds 1. */
export const goodRun: RunRecord = fakeRecord({
  scenarios: [
    fakeScenario(SEVEN_MB),
    fakeScenario(TWO_HUNDRED_MB),
    fakeScenario({ ...ONE_GB, stopped: 'budget' }),
  ],
});

/** Too few rounds, a control arm that is off, a failure, clones, warnings, hostile names; then Ctrl-C. */
export const troubledRun: RunRecord = fakeRecord({
  interrupted: true,
  scenarios: [
    fakeScenario({ ...SEVEN_MB, rounds: 4, stopped: 'rounds' }),
    withStrategies(
      withFigures(fakeScenario({ ...TWO_HUNDRED_MB, control: 1.041, stopped: 'budget' }), {
        'read-file': { label: 'readFile | <b>writeFile</b> \u001b[31mred' },
      }),
      failed('sendfile', 'E_WRONG_BYTES: byte 4096 is 0x00 instead of 0x7f'),
      unsupported(
        'io|uring',
        'ENOSYS (`function` not *implemented*) from io_uring_setup\nsecond line',
      ),
      fakeMeasured(
        ['reflink', 'reflink (FICLONE)', 'clone', 'native', 0.002, 0.03],
        TWO_HUNDRED_MB,
      ),
      fakeMeasured(
        ['direct-read-write', 'O_DIRECT, 1 MiB', 'bypass', 'native', 4.2, 4.4],
        TWO_HUNDRED_MB,
      ),
    ),
    fakeScenario({ ...ONE_GB, rounds: 7, halfWidth: 0.12, stopped: 'interrupted' }),
  ],
  ballast: { state: 'none', reason: 'only 900 MB of memory are available' },
  machine: {
    ...fakeRecord().machine,
    hostname: 'host](javascript:alert(1))',
    virtualisation: null,
  },
  warnings: [
    {
      code: 'few-rounds',
      scenario: 'file-to-file-7000000-warm',
      message: '4 rounds were measured.',
      remedy: 'Ask for --rounds 6 or more.',
    },
    {
      code: 'control-off',
      scenario: 'file-to-file-200000000-warm',
      message: 'The reference measured against itself came out at 1.041x [1.029, 1.053].',
      remedy: 'Stop other programs and run again.',
    },
    ...['splice', 'sendfile', 'mmap-write'].map((strategy) => ({
      code: 'bimodal' as const,
      scenario: 'file-to-file-1000000000-warm',
      strategy,
      message: 'The samples fall into two groups.',
      remedy: 'Free memory for the ballast, or use a smaller size.',
    })),
    {
      code: 'interrupted',
      message: 'The run ended on Ctrl-C in round 8 of the last scenario.',
      remedy: 'Run the command again.',
    },
  ],
});

/** Nothing was measured at all. */
export const emptyRun: RunRecord = fakeRecord();
