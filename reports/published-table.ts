/** The published zero-copy table with this run's rows beside it. */
import { formatPercent, significant } from '../harness/core/units.js';
import type { ComparisonRecord, RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, heading, list } from './block.js';
import { containsOne, formatEstimate, isBounded, NO_INTERVAL_NOTE } from './estimate.js';
import { type PublishedFigure, publishedFigures } from './published-figures.js';
import { isControlOff } from './ranking.js';
import { sizeName } from './scenario-name.js';
import { type Cell, type Column, type Row, cell } from './table.js';
import { type Text, code, styled, text, unbroken } from './text.js';

interface Pair {
  readonly scenario: ScenarioRecord;
  readonly comparison: ComparisonRecord;
}

const CONTROL_OFF_NOTE = 'The control arm of this size is off: its noise allows no comparison.';

/** Heading, table and what to keep in mind; nothing when the run compared no such pair. */
export function publishedBlocks(record: RunRecord): readonly Block[] {
  const pairs = record.scenarios.flatMap((scenario) =>
    scenario.comparisons
      .filter(({ name }) => name === 'published')
      .map((comparison): Pair => ({ scenario, comparison })),
  );
  const [first] = pairs;
  if (first === undefined) return [];
  return [
    heading(2, text`The published table, and this machine`),
    {
      kind: 'table',
      table: { columns: columns(pairs), rows: pairs.toSorted(bySize).map(row) },
    },
    ...list(caveats(first)),
  ];
}

/** The pair's names head its columns as long as every row is of the same pair. */
function columns(pairs: readonly Pair[]): readonly Column[] {
  const slower = only(
    pairs.map(({ comparison }) => comparison.slower),
    'non-zero-copy',
  );
  const faster = only(
    pairs.map(({ comparison }) => comparison.faster),
    'zero-copy',
  );
  return [
    { key: 'size', heading: 'file size', align: 'right', weight: 100 },
    { key: 'slower', heading: `${slower} ms`, align: 'right', weight: 80 },
    { key: 'faster', heading: `${faster} ms`, align: 'right', weight: 79 },
    { key: 'speedup', heading: 'speedup', align: 'left', weight: 90 },
    { key: 'percent', heading: 'how much faster', align: 'right', weight: 60 },
    { key: 'publishedSlower', heading: 'published: normal ms', align: 'right', weight: 70 },
    { key: 'publishedFaster', heading: 'published: transferTo ms', align: 'right', weight: 69 },
    { key: 'publishedPercent', heading: 'published: "faster"', align: 'right', weight: 75 },
  ];
}

function only(names: readonly string[], otherwise: string): string {
  return new Set(names).size === 1 ? (names[0] ?? otherwise) : otherwise;
}

function row({ scenario, comparison }: Pair): Row {
  const figure = publishedFigures.find(({ sizeBytes }) => sizeBytes === scenario.sizeBytes);
  return {
    size: cell(sizeName(scenario)),
    slower: cell(significant(comparison.slowerMedianNs / 1e6)),
    faster: cell(significant(comparison.fasterMedianNs / 1e6)),
    speedup: speedupCell(scenario, comparison),
    percent: percentCell(scenario, comparison),
    publishedSlower: cell(figure === undefined ? '-' : String(figure.normalMs)),
    publishedFaster: cell(figure === undefined ? '-' : String(figure.transferToMs)),
    publishedPercent: cell(figure === undefined ? '-' : claimed(figure)),
  };
}

/** Their percent with what it means: `346 % (3.46x)`. */
function claimed({ claimedPercent }: PublishedFigure): string {
  return unbroken(`${claimedPercent} % (${(claimedPercent / 100).toFixed(2)}x)`);
}

function speedupCell(scenario: ScenarioRecord, { speedup }: ComparisonRecord): Cell {
  if (isControlOff(scenario)) return cell(formatEstimate(speedup), CONTROL_OFF_NOTE);
  return cell(formatEstimate(speedup), isBounded(speedup) ? undefined : NO_INTERVAL_NOTE);
}

/** Percent only where the interval leaves no doubt which of the two is faster. */
function percentCell(scenario: ScenarioRecord, { speedup }: ComparisonRecord): Cell {
  if (!isBounded(speedup)) return cell('-');
  if (isControlOff(scenario) || containsOne(speedup)) return cell(styled('faint', '~'));
  const share = unbroken(formatPercent(Math.abs(speedup.estimate - 1)));
  return speedup.estimate > 1
    ? cell(styled('good', share))
    : cell(styled('bad', unbroken(`${share} slower`)));
}

function bySize(a: Pair, b: Pair): number {
  return a.scenario.sizeBytes - b.scenario.sizeBytes;
}

function caveats({ comparison }: Pair): readonly Text[] {
  return [
    text`The published "346 % faster" is a ratio of 3.46: the zero-copy transfer ran 3.46 times as fast, which is 246 % faster. Our column says how much faster, so 3.46x would be 246 % there.`,
    text`Theirs went from a file to a socket (Java's ${code('transferTo')} against a loop with a 4 KiB buffer) on the hardware of 2008; ours goes from file to file (${code(comparison.slower)} against ${code(comparison.faster)}). Only the shape can be compared, not the times.`,
    text`Source: S. Palaniappan and P. B. Nagarajan, "Efficient data transfer through zero copy", IBM developerWorks, 2008.`,
  ];
}
