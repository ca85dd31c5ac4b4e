/** What other clients than ours say of the servers of a scenario. */
import { durationColumn, significant } from '../harness/core/units.js';
import type { MeasuredRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, list, paragraph } from './block.js';
import { measuredOf } from './ranking.js';
import { type Column, type Row, cell } from './table.js';
import { code, text, unbroken } from './text.js';

const COLUMNS: readonly Column[] = [
  { key: 'strategy', heading: 'server', align: 'left', weight: 100 },
  { key: 'client', heading: 'client', align: 'left', weight: 95 },
  { key: 'requests', heading: 'requests/s', align: 'right', weight: 80 },
  { key: 'megabytes', heading: 'MB/s', align: 'right', weight: 75 },
  { key: 'p50', heading: 'latency p50', align: 'right', weight: 50 },
  { key: 'p99', heading: 'p99', align: 'right', weight: 45 },
];

type Figure = NonNullable<MeasuredRecord['clients']>[number];

/** A table of those that were asked, and why others were not; nothing on other routes. */
export function clientBlocks(scenario: ScenarioRecord): readonly Block[] {
  const asked = measuredOf(scenario, 'copy').flatMap(({ name, clients = [] }) =>
    clients.map((figure) => ({ name, figure })),
  );
  const rows = asked.flatMap(({ name, figure }) => row(name, figure));
  const lost = new Set(
    asked.flatMap(({ name, figure }) => {
      if (figure.outcome === 'measured') return [];
      const who = figure.outcome === 'failed' ? `${figure.client} on ${name}` : figure.client;
      return [`${who}: ${figure.outcome}: ${figure.reason}.`];
    }),
  );
  return [
    ...(rows.length === 0
      ? []
      : [
          paragraph(
            text`Other clients, after the timed rounds: medians of three loads on each server, in turns. They have no interval and decide nothing.`,
          ),
          { kind: 'table', table: { columns: COLUMNS, rows } } as const,
        ]),
    ...list([...lost].map((reason) => text`${reason}`)),
  ];
}

function row(name: string, figure: Figure): Row[] {
  if (figure.outcome !== 'measured') return [];
  const { client, requestsPerSecond, bytesPerSecond, latencyP50Ns, latencyP99Ns } = figure;
  return [
    {
      strategy: cell(code(name)),
      client: cell(client),
      requests: cell(significant(requestsPerSecond)),
      megabytes: cell(significant(bytesPerSecond / 1e6)),
      p50: cell(latency(latencyP50Ns)),
      p99: cell(latency(latencyP99Ns)),
    },
  ];
}

function latency(ns: number | null): string {
  return ns === null ? '-' : unbroken(durationColumn(ns)(ns));
}
