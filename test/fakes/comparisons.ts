/** Comparisons for the tests of reports: two runs of one machine, three of two machines, and two with nothing in common. */
import { compareRuns } from '../../harness/results/compare-runs.js';
import { elsewhere, fakeSampledRun, HOSTILE } from './sampled-runs.js';

const SMALL = { 'read-write': 2.46e6, splice: 1.9e6, 'copy-file': 2.42e6, cp: 3.9e6 };
const LARGE = { 'read-write': 217e6, splice: 165e6, 'copy-file': 191e6 };

const before = fakeSampledRun({
  day: 20,
  scenarios: [
    { sizeBytes: 7e6, times: SMALL, rounds: 12 },
    { sizeBytes: 1e9, times: LARGE },
  ],
});

/** A newer kernel, in which splice lost a tenth and copy-file gained one; cp is gone, sendfile new. */
const after = fakeSampledRun({
  day: 21,
  scenarios: [
    {
      sizeBytes: 7e6,
      times: { 'read-write': 2.5e6, splice: 2.1e6, 'copy-file': 2.2e6, sendfile: 2.3e6 },
      rounds: 12,
    },
    { sizeBytes: 200e6, times: { 'read-write': 43e6, splice: 33e6 } },
  ],
  changes: {
    machine: elsewhere({ kernel: '6.18.0', node: 'v22.23.3' }),
    commit: {
      sha: '3e6536c0a1b2c3d4e5f60718293a4b5c6d7e8f90',
      committedAt: '2026-11-21T10:00:00+01:00',
      modified: false,
    },
  },
});

const foreign = fakeSampledRun({
  day: 22,
  sigma: 0.15,
  scenarios: [
    { sizeBytes: 7e6, times: { 'read-write': 6e6, splice: 4e6, [HOSTILE]: 5e6 }, rounds: 3 },
  ],
  changes: {
    interrupted: true,
    machine: elsewhere({ fingerprint: 'feedbeef', hostname: HOSTILE, filesystem: HOSTILE }),
  },
});

export const twoRuns = compareRuns([before, after]);
export const threeRuns = compareRuns([before, after, foreign]);
export const strangers = compareRuns([
  fakeSampledRun({ day: 3, scenarios: [{ sizeBytes: 1e6, times: SMALL }] }),
  fakeSampledRun({ day: 4, scenarios: [{ sizeBytes: 2e6, times: SMALL }] }),
]);
