/** The published zero-copy table with this run's rows beside it, route by route. */
import { formatPercent, significant } from '../harness/core/units.js';
import type { ComparisonRecord, RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, heading, list } from './block.js';
import { containsOne, formatEstimate, isBounded, NO_INTERVAL_NOTE } from './estimate.js';
import { grouped } from './grouped.js';
import { type Pair, publishedClaims } from './published-claim.js';
import { claimedPercent, publishedFor } from './published-figures.js';
import { isControlOff } from './ranking.js';
import { sizeName, unusual, wayName } from './scenario-name.js';
import { type Cell, type Column, type Row, cell } from './table.js';
import { type Text, code, styled, text, unbroken } from './text.js';

const CONTROL_OFF_NOTE = 'The control arm of this size is off: its noise allows no comparison.';

/** Heading, what became of the claim, and a table for each route; nothing when the run compared no such pair. */
export function publishedBlocks(record: RunRecord): readonly Block[] {
  const routes = grouped(pairsOf(record), ({ scenario }) => wayName(scenario));
  if (routes.size === 0) return [];
  return [
    heading(2, text`The published table, and this machine`),
    ...list([...routes.values()].flatMap(publishedClaims)),
    ...[...routes].flatMap(([route, pairs]): Block[] => [
      heading(3, text`From ${route}`),
      { kind: 'table', table: { columns: COLUMNS, rows: pairs.map(row) } },
    ]),
    ...list(caveats([...routes.values()].flat())),
  ];
}

/** By size, and within a size in the order of the suite. */
function pairsOf({ scenarios }: RunRecord): Pair[] {
  return scenarios
    .filter((scenario) => unusual(scenario) === '')
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap((scenario) =>
      scenario.comparisons
        .filter(({ name }) => name.startsWith('published'))
        .map((comparison) => ({ scenario, comparison })),
    );
}

const COLUMNS: readonly Column[] = [
  { key: 'size', heading: 'file size', align: 'right', weight: 100 },
  { key: 'pair', heading: 'normal, zero-copy', align: 'left', weight: 95 },
  { key: 'slower', heading: 'normal ms', align: 'right', weight: 80 },
  { key: 'faster', heading: 'zero-copy ms', align: 'right', weight: 79 },
  { key: 'speedup', heading: 'speedup', align: 'left', weight: 90 },
  { key: 'percent', heading: 'how much faster', align: 'right', weight: 60 },
  { key: 'publishedSlower', heading: 'published: normal ms', align: 'right', weight: 70 },
  { key: 'publishedFaster', heading: 'published: transferTo ms', align: 'right', weight: 69 },
  { key: 'publishedPercent', heading: 'published: "faster"', align: 'right', weight: 75 },
];

function row({ scenario, comparison }: Pair): Row {
  const figure = publishedFor(scenario.sizeBytes);
  return {
    size: cell(sizeName(scenario)),
    pair: cell(text`${code(comparison.slower)}, ${code(comparison.faster)}`),
    slower: cell(significant(comparison.slowerMedianNs / 1e6)),
    faster: cell(significant(comparison.fasterMedianNs / 1e6)),
    speedup: speedupCell(scenario, comparison),
    percent: percentCell(scenario, comparison),
    publishedSlower: cell(figure === undefined ? '-' : String(figure.normalMs)),
    publishedFaster: cell(figure === undefined ? '-' : String(figure.transferToMs)),
    publishedPercent: cell(figure === undefined ? '-' : claimed(claimedPercent(figure))),
  };
}

/** Their percent with what it means: `346 % (3.46x)`. */
function claimed(percent: number): string {
  return unbroken(`${percent} % (${(percent / 100).toFixed(2)}x)`);
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

function caveats(pairs: readonly Pair[]): readonly Text[] {
  const isLikeForLike = pairs.some(({ scenario }) => scenario.route === 'file-to-socket');
  const ours = isLikeForLike
    ? text`ours from a file to a socket of the same machine, and from file to file where the table says so`
    : text`ours goes from file to file`;
  return [
    text`The published "346 % faster" is a ratio of 3.46: the zero-copy transfer ran 3.46 times as fast, which is 246 % faster. Our column says how much faster, so 3.46x would be 246 % there.`,
    text`Theirs went from a file to a socket (Java's ${code('transferTo')} against a loop with a 4 KiB buffer) on the hardware and the network of 2008; ${ours}. Only the shape can be compared, not the times.`,
    text`Source: S. Palaniappan and P. B. Nagarajan, "Efficient data transfer through zero copy", IBM developerWorks, 2008.`,
  ];
}
