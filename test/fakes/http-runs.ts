/** A run of the route `http` for the tests of reports: a size with percentiles, and one with too few requests. */
import type { MeasuredRecord, ScenarioRecord } from '../../harness/results/record.js';
import { fakeRecord, fakeScenario, unsupported, withFigures, withOnly } from './records.js';

const NAMES: Readonly<Record<string, string>> = {
  'read-write': 'http-stream-pipe',
  'read-write-1m': 'http-read-file',
  splice: 'http-sendfile',
  'copy-file': 'nginx-sendfile-on',
};

interface Served {
  sizeBytes: number;
  sampleNs: number;
  requests: number;
  connections: number;
}

function served({ sizeBytes, sampleNs, requests, connections }: Served): ScenarioRecord {
  const conditions = { sizeBytes: 7e6, referenceNs: sampleNs, rounds: 12, halfWidth: 0.06 };
  const base = withOnly(fakeScenario(conditions), ...Object.keys(NAMES));
  const renamed = base.strategies.map((strategy) => ({
    ...strategy,
    name: NAMES[strategy.name] ?? strategy.name,
  }));
  const scenario: ScenarioRecord = {
    ...base,
    id: `http/${sizeBytes}/warm/buffered/socket`,
    route: 'http',
    sizeBytes,
    destination: 'socket',
    load: { requests, connections, congestion: 'cubic' },
    reference: 'http-stream-pipe',
    strategies: [...renamed, unsupported('nginx-sendfile-off', 'nginx is not installed')],
  };
  const figures = renamed.map((strategy): [string, Partial<MeasuredRecord>] => [
    strategy.name,
    strategy.outcome === 'measured'
      ? figuresOf(strategy, { sizeBytes, requests, connections })
      : {},
  ]);
  return withFigures(scenario, Object.fromEntries(figures));
}

function figuresOf(
  { name, medianNs }: MeasuredRecord,
  { sizeBytes, requests, connections }: Omit<Served, 'sampleNs'>,
): Partial<MeasuredRecord> {
  const seconds = medianNs / 1e9;
  const latencyP50Ns = (medianNs * connections) / requests;
  return {
    bytesPerSecond: (sizeBytes * requests) / seconds,
    cpuNsPerByte: (medianNs * 0.8) / (sizeBytes * requests),
    http: {
      requestsPerSecond: requests / seconds,
      latencyP50Ns,
      latencyP99Ns: requests >= 300 ? latencyP50Ns * 2.4 : null,
      loopDelay: name.startsWith('nginx') ? null : { p50Ns: 80_000, p99Ns: 2.31e6, maxNs: 14.2e6 },
    },
  };
}

export const httpRun = fakeRecord({
  scenarios: [
    served({ sizeBytes: 1000, sampleNs: 610e6, requests: 2318, connections: 8 }),
    served({ sizeBytes: 1e9, sampleNs: 1.21e9, requests: 1, connections: 1 }),
  ],
});
