/** The table of a scenario in which every strategy is a server. */
import { durationColumn, significant } from '../harness/core/units.js';
import type { MeasuredRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, paragraph } from './block.js';
import { measuredOf } from './ranking.js';
import { scenarioTable } from './scenario-table.js';
import { type Cell, type Column, type Row, type Table, cell } from './table.js';
import { code, text, unbroken } from './text.js';

const COLUMNS: readonly Column[] = [
  { key: 'strategy', heading: 'server', align: 'left', weight: 100 },
  { key: 'speedup', heading: 'speedup', align: 'left', weight: 90 },
  { key: 'requests', heading: 'requests/s', align: 'right', weight: 80 },
  { key: 'megabytes', heading: 'MB/s', align: 'right', weight: 75 },
  { key: 'p50', heading: 'latency p50', align: 'right', weight: 50 },
  { key: 'p99', heading: 'p99', align: 'right', weight: 45 },
  { key: 'cpu', heading: 'server CPU s/GB', align: 'right', weight: 60 },
  { key: 'verdict', heading: 'verdict', align: 'left', weight: 70 },
];

const NOT_KNOWN = '-';
const TOO_FEW = 'A 99th percentile needs 300 requests in a sample.';

/** Servers, fastest first, with what their clients and their event loops saw. */
export function httpTable(scenario: ScenarioRecord): Table {
  const servers = measuredOf(scenario, 'copy');
  const { rows } = scenarioTable(scenario);
  return {
    columns: COLUMNS,
    rows: rows.map((row, index) => ({ ...row, ...serverCells(servers[index]) })),
  };
}

/** What was asked of each server, and how; nothing on other routes. */
export function loadBlocks({ load }: ScenarioRecord): readonly Block[] {
  if (load === undefined) return [];
  const { requests, connections, congestion } = load;
  const sends = congestion === null ? '' : ` The servers send with ${congestion}.`;
  const gets = unbroken(`${requests} ${requests === 1 ? 'GET' : 'GETs'}`);
  const over = unbroken(`${connections} ${connections === 1 ? 'connection' : 'connections'}`);
  return [
    paragraph(
      text`A sample is the time of ${gets} over ${over}, made before the clock starts and kept alive; one Node client, in a process of its own, asks all servers. CPU time is the server's.${sends}`,
    ),
  ];
}

function serverCells(server: MeasuredRecord | undefined): Row {
  if (!server?.http) return {};
  const { bytesPerSecond, http } = server;
  const { requestsPerSecond, latencyP50Ns, latencyP99Ns } = http;
  const latency = durationColumn(latencyP50Ns);
  return {
    requests: cell(significant(requestsPerSecond)),
    megabytes: cell(bytesPerSecond === null ? NOT_KNOWN : significant(bytesPerSecond / 1e6)),
    p50: cell(unbroken(latency(latencyP50Ns))),
    p99:
      latencyP99Ns === null ? cell('not enough', TOO_FEW) : cell(unbroken(latency(latencyP99Ns))),
  };
}

const LOOP_COLUMNS: readonly Column[] = [
  { key: 'strategy', heading: 'server', align: 'left', weight: 100 },
  { key: 'p50', heading: 'p50', align: 'right', weight: 50 },
  { key: 'p99', heading: 'p99', align: 'right', weight: 60 },
  { key: 'max', heading: 'max', align: 'right', weight: 70 },
];

/** How long each server that is a Node program kept its event loop; nothing where none is. */
export function loopBlocks(scenario: ScenarioRecord): readonly Block[] {
  const rows = measuredOf(scenario, 'copy').flatMap(({ name, http }): Row[] => {
    const delay = http?.loopDelay;
    if (!delay) return [];
    const { p50Ns, p99Ns, maxNs } = delay;
    return [
      {
        strategy: cell(code(name)),
        p50: lateCell(p50Ns),
        p99: lateCell(p99Ns),
        max: lateCell(maxNs),
      },
    ];
  });
  if (rows.length === 0) return [];
  return [
    paragraph(
      text`While they served, a timer in each Node server ran so much later than due, which is how long everything else in it had to wait:`,
    ),
    { kind: 'table', table: { columns: LOOP_COLUMNS, rows } },
  ];
}

/** Milliseconds: what a timer promises. */
function lateCell(ns: number): Cell {
  return cell(unbroken(`${(ns / 1e6).toFixed(ns >= 10e6 ? 0 : 1)} ms`));
}
