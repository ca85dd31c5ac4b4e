/** What the samples of the route `http` say besides times. */
import type { Sample } from '../measure/sample.js';
import { median } from '../statistics/quantile.js';
import type { MeasuredRecord, ScenarioRecord } from './record.js';

type Http = NonNullable<Sample['http']>;

/** What one sample asked of a server; nothing on other routes. */
export function loadOf(samples: readonly Sample[]): Pick<ScenarioRecord, 'load'> {
  const first = samples.find((sample) => sample.http)?.http;
  if (!first) return {};
  const { requests, connections, congestion } = first;
  return { load: { requests, connections, congestion } };
}

/**
 * Requests a second, latencies and event-loop delays of one server; nothing on other routes.
 *
 * @param medianNs median time of a sample
 */
export function summariseHttp(
  samples: readonly Sample[],
  medianNs: number,
): Pick<MeasuredRecord, 'http'> {
  const seen = samples.map(({ http }) => http).filter((http) => http !== undefined);
  const [first] = seen;
  if (!first) return {};
  const delays = seen.map(({ loopDelay }) => loopDelay).filter((delay) => delay !== null);
  return {
    http: {
      requestsPerSecond: first.requests / (medianNs / 1e9),
      latencyP50Ns: median(seen.map(({ latencyP50Ns }) => latencyP50Ns)),
      latencyP99Ns: medianP99(seen),
      loopDelay:
        delays.length === 0
          ? null
          : {
              p50Ns: median(delays.map(({ p50Ns }) => p50Ns)),
              p99Ns: median(delays.map(({ p99Ns }) => p99Ns)),
              maxNs: Math.max(...delays.map(({ maxNs }) => maxNs)),
            },
    },
  };
}

function medianP99(seen: readonly Http[]): number | null {
  const known = seen.map(({ latencyP99Ns }) => latencyP99Ns).filter((ns) => ns !== null);
  return known.length === 0 ? null : median(known);
}
