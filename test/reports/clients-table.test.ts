import { expect, test } from 'vitest';
import type { MeasuredRecord, RunRecord } from '../../harness/results/record.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { httpRun } from '../fakes/http-runs.js';

/** The run of HTTP servers, in which every server has these figures. */
function withClients(clients: MeasuredRecord['clients']): RunRecord {
  const scenarios = httpRun.scenarios.map((scenario) => ({
    ...scenario,
    strategies: scenario.strategies.map((strategy) =>
      strategy.outcome === 'measured' ? { ...strategy, clients } : strategy,
    ),
  }));
  return { ...httpRun, scenarios };
}

test('other clients have a table, with dashes for what they do not tell', () => {
  const report = renderMarkdown(
    withClients([
      {
        client: 'curl',
        outcome: 'measured',
        requestsPerSecond: 103.2,
        bytesPerSecond: 721e6,
        latencyP50Ns: null,
        latencyP99Ns: null,
      },
    ]),
  );
  expect(report).toContain('They have no interval and decide nothing.');
  expect(report).toMatch(/\| `http-sendfile` +\| curl +\| +103 \| +721 \| +- \| +- \|/);
});

test('a client that is not installed is told once a scenario, one that failed by server', () => {
  const missing = {
    client: 'wrk',
    outcome: 'unsupported',
    reason: 'wrk is not installed',
  } as const;
  const lines = renderMarkdown(withClients([missing])).split('\n');
  const told = lines.filter((line) => line === '- wrk: unsupported: wrk is not installed.');
  expect(told).toHaveLength(httpRun.scenarios.length);
  const failed = { client: 'wrk', outcome: 'failed', reason: 'wrk says: no' } as const;
  expect(renderMarkdown(withClients([failed]))).toContain(
    '- wrk on http-sendfile: failed: wrk says: no.',
  );
});
