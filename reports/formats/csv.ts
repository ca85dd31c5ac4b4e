/** One row a strategy and scenario, with everything the record says of it (RFC 4180, lines ending in LF). */
import type { RunRecord, ScenarioRecord, StrategyRecord } from '../../harness/results/record.js';

type Value = string | number | null | undefined;
type Row = Readonly<Record<string, Value>>;

/** A header, then the rows in the order of the record. What is not known is an empty field, never a zero. */
export function renderCsv(record: RunRecord): string {
  const rows = record.scenarios.flatMap((scenario) =>
    scenario.strategies.map((strategy) => ({
      ...runColumns(record),
      ...scenarioColumns(scenario),
      ...strategyColumns(strategy),
    })),
  );
  return csv(COLUMNS, rows);
}

/** @param columns the header; every row gives a value for each of its names, or none */
export function csv(columns: readonly string[], rows: readonly Row[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((values) => `${values.map(field).join(',')}\n`).join('');
}

/**
 * Text that a spreadsheet would compute gets an apostrophe before it (OWASP, CSV injection); a number is one.
 */
function field(value: Value): string {
  if (typeof value === 'number') return String(value);
  const text = (value ?? '').replace(/^(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function runColumns({ runId, startedAt, machine, tool }: RunRecord) {
  const { hostname, fingerprint } = machine;
  return { run: runId, startedAt, version: tool.version, hostname, fingerprint };
}

function scenarioColumns(scenario: ScenarioRecord) {
  const { id, route, socket, sizeBytes, cache, durability, destination, reference } = scenario;
  return {
    scenario: id,
    route,
    socket: socket?.kind,
    sizeBytes,
    cache,
    durability,
    destination,
    reference,
  };
}

function strategyColumns(strategy: StrategyRecord): Row {
  const { name, label, class: strategyClass, runtime, outcome } = strategy;
  const base = { strategy: name, label, class: strategyClass, runtime, outcome };
  if (strategy.outcome !== 'measured') return { ...base, reason: strategy.reason };
  const { speedup, verdict, mde } = strategy;
  const figures = Object.fromEntries(FIGURES.map((key) => [key, strategy[key]]));
  return {
    ...base,
    ...figures,
    speedup: speedup?.estimate,
    speedupLow: speedup?.low,
    speedupHigh: speedup?.high,
    mde,
    verdict,
  };
}

const FIGURES = [
  'samples',
  'medianNs',
  'lowNs',
  'highNs',
  'minNs',
  'maxNs',
  'meanNs',
  'sdNs',
  'bytesPerSecond',
  'cpuNsPerByte',
  'machineCpuNsPerByte',
  'sentNs',
  'voluntarySwitches',
  'involuntarySwitches',
  'minorFaults',
  'majorFaults',
  'peakRssBytes',
  'systemCalls',
] as const;

/** The header. */
const COLUMNS = [
  'run',
  'startedAt',
  'version',
  'hostname',
  'fingerprint',
  'scenario',
  'route',
  'socket',
  'sizeBytes',
  'cache',
  'durability',
  'destination',
  'reference',
  'strategy',
  'label',
  'class',
  'runtime',
  'outcome',
  'reason',
  ...FIGURES,
  'speedup',
  'speedupLow',
  'speedupHigh',
  'mde',
  'verdict',
];
