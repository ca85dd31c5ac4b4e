/** A history for the tests of reports: forty nights of one machine with a step and a new kernel, and a guest from another one. */
import { trendRecordSchema, type TrendRecord } from '../../harness/results/trend-record.js';
import { trendsOf } from '../../harness/results/trend.js';
import { createRandom } from '../../harness/statistics/random.js';
import type { History } from '../../reports/trend-report.js';
import { noisyTime } from '../harness/statistics/noise.js';
import { fakeRecord, fakeScenario, withFigures, withOnly } from './records.js';
import { elsewhere, HOSTILE } from './sampled-runs.js';

const random = createRandom('history');
const noisy = (centre: number): number =>
  Number(noisyTime(random, centre, { sigma: 0.01 }).toPrecision(6));

export interface Night {
  /** Day from 1 November 2026. */
  day: number;
  splice?: number;
  referenceNs?: number;
  kernel?: string;
  fingerprint?: string;
  hostname?: string;
  commit?: boolean;
}

/** A record of one night, with a speedup of splice. */
export function nightly(night: Night): TrendRecord {
  const { day, splice = 1.3, referenceNs = 2.4e6, commit = true } = night;
  const startedAt = new Date(Date.UTC(2026, 10, day, 2)).toISOString();
  const speedup = noisy(splice);
  const reference = noisy(referenceNs);
  const conditions = { sizeBytes: 7e6, referenceNs: reference, rounds: 12, halfWidth: 0.02 };
  const scenario = withFigures(withOnly(fakeScenario(conditions), 'read-write', 'splice'), {
    splice: {
      speedup: { estimate: speedup, low: speedup * 0.98, high: speedup * 1.02 },
      medianNs: Math.round(reference / speedup),
      lowNs: Math.round((reference / speedup) * 0.98),
      highNs: Math.round((reference / speedup) * 1.02),
    },
  });
  return trendRecordSchema.parse(
    fakeRecord({
      runId: `night-${day}`,
      startedAt,
      machine: elsewhere(night),
      scenarios: [scenario],
      ...(commit && {
        commit: {
          sha: `${day}`.padStart(7, 'c0ffee').padEnd(40, '0'),
          committedAt: startedAt,
          modified: day % 10 === 0,
        },
      }),
    }),
  );
}

/** The kernel changes on the 21st night, and splice loses a tenth; reference and all slow down on the 31st. */
export const nights: readonly TrendRecord[] = Array.from({ length: 40 }, (_, at) =>
  nightly({
    day: at + 1,
    splice: at < 20 ? 1.3 : 1.17,
    referenceNs: at < 30 ? 2.4e6 : 2.9e6,
    kernel: at < 20 ? '6.12.48' : '6.18.0',
  }),
);

const guest = [1, 2].map((day) =>
  nightly({ day, fingerprint: 'feedbeef', hostname: HOSTILE, commit: false }),
);
const options = { by: 'date' as const, minChange: 0.02, strategies: [] };

export const history: History = {
  trends: trendsOf([...nights, ...guest], options),
  leftOut: [
    { reason: 'not named .json', count: 985, examples: ['a.txt', 'b.txt', 'c.txt'] },
    { reason: 'not JSON: cut off, damaged, or something else', count: 1, examples: [HOSTILE] },
  ],
  files: 1028,
  options,
};

export const shortHistory: History = {
  trends: trendsOf(nights.slice(0, 1), options),
  leftOut: [],
  files: 1,
  options,
};
