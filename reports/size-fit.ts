/** What a copy costs before its first byte and for each byte, and from which size on a strategy leads. */
import { formatDuration, formatPercent, formatSizeExact } from '../harness/core/units.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { crossoverBytes, fitFixedCost } from '../harness/statistics/fixed-cost.js';
import { type Block, heading, list, paragraph } from './block.js';
import { measuredOf } from './ranking.js';
import { circumstances, routeName } from './scenario-name.js';
import { type Column, type Row, cell } from './table.js';
import { type Text, code, text, unbroken } from './text.js';

/** Scenarios that differ in nothing but size, small ones first. */
type Series = readonly ScenarioRecord[];

const COLUMNS: readonly Column[] = [
  { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
  { key: 'fixed', heading: 'before the first byte', align: 'right', weight: 90 },
  { key: 'rate', heading: 'then ns per KB', align: 'right', weight: 80 },
  { key: 'misfit', heading: 'worst misfit', align: 'right', weight: 50 },
];

/** One table and its crossovers for each route and conditions that have sizes enough for a line. */
export function sizeFitBlocks({ scenarios }: RunRecord): readonly Block[] {
  const series = new Map<string, ScenarioRecord[]>();
  for (const scenario of scenarios.toSorted((a, b) => a.sizeBytes - b.sizeBytes)) {
    const key = `${routeName(scenario)}${circumstances(scenario)}`;
    series.set(key, [...(series.get(key) ?? []), scenario]);
  }
  return [...series].flatMap(([name, members]) => seriesBlocks(name, members));
}

function seriesBlocks(name: string, series: Series): readonly Block[] {
  const names = [...new Set(series.flatMap((scenario) => copiesIn(scenario).map((c) => c.name)))];
  const rows = names.flatMap((strategy) => rowOf(strategy, series));
  if (rows.length === 0) return [];
  return [
    heading(2, text`Cost by size, ${name}`),
    paragraph(
      text`A straight line through the medians of all sizes, fitted to relative errors: what a copy costs before its first byte, and for each byte. A misfit of more than ${unbroken('20 %')} means that no such line describes it.`,
    ),
    { kind: 'table', table: { columns: COLUMNS, rows } },
    ...list(names.flatMap((strategy) => crossings(strategy, series))),
  ];
}

function copiesIn(scenario: ScenarioRecord): MeasuredRecord[] {
  return measuredOf(scenario, 'copy');
}

function rowOf(strategy: string, series: Series): Row[] {
  const points = series.flatMap((scenario) =>
    copiesIn(scenario)
      .filter(({ name }) => name === strategy)
      .map(({ medianNs }) => ({ sizeBytes: scenario.sizeBytes, elapsedNs: medianNs })),
  );
  const fit = fitFixedCost(points);
  if (fit === undefined) return [];
  return [
    {
      strategy: cell(code(strategy)),
      fixed: cell(unbroken(formatDuration(fit.fixedNs))),
      rate: cell((fit.nsPerByte * 1000).toFixed(1)),
      misfit: cell(unbroken(formatPercent(fit.worstMisfit))),
    },
  ];
}

interface Judged {
  sizeBytes: number;
  ratio: number;
  verdict: 'faster' | 'slower';
}

/** A crossing is told where the verdict turns; sizes at which nothing could be told lie in between. */
function crossings(strategy: string, series: Series): Text[] {
  const judged = series.flatMap((scenario): Judged[] => {
    const found = copiesIn(scenario).find(({ name }) => name === strategy);
    const { verdict, speedup } = found ?? {};
    if (!speedup || (verdict !== 'faster' && verdict !== 'slower')) return [];
    return [{ sizeBytes: scenario.sizeBytes, ratio: speedup.estimate, verdict }];
  });
  const reference = code(series[0]?.reference ?? '');
  return judged.flatMap((now, index) => {
    const before = judged[index - 1];
    if (!before || before.verdict === now.verdict) return [];
    const at = unbroken(formatSizeExact(Number(crossoverBytes(before, now).toPrecision(2))));
    const range = `between ${unbroken(formatSizeExact(before.sizeBytes))} and ${unbroken(formatSizeExact(now.sizeBytes))}`;
    const verb = now.verdict === 'faster' ? 'overtakes' : 'falls behind';
    return [text`${code(strategy)} ${verb} ${reference} at some ${at} (${range}).`];
  });
}
