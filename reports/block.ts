/** The blocks a report is made of, in the order they are read. */
import type { Chart } from './charts/chart.js';
import type { Table } from './table.js';
import type { Text } from './text.js';

export type Block =
  | Heading
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'table'; readonly table: Table }
  | ChartBlock
  | { readonly kind: 'code'; readonly code: string };

export interface Heading {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: Text;
  /** What all below it is about, where that is one thing: for those who look for it alone. */
  readonly about?: About;
}

export interface About {
  readonly route?: string;
  readonly size?: string;
}

/** Charts that belong together. Where pictures cannot be shown, the tables say the same. */
export interface ChartBlock {
  readonly kind: 'charts';
  /** `main` charts are for every reader, `details` for those who want to know more. */
  readonly rank: 'main' | 'details';
  readonly charts: readonly Chart[];
}

export function heading(level: Heading['level'], text: Text, about?: About): Block {
  return about === undefined
    ? { kind: 'heading', level, text }
    : { kind: 'heading', level, text, about };
}

export function paragraph(text: Text): Block {
  return { kind: 'paragraph', text };
}

/** A list; no block at all when there is nothing to list. */
export function list(items: readonly Text[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** Those charts that there are; no block at all for none. */
export function charts(
  rank: ChartBlock['rank'],
  ...found: readonly (Chart | undefined)[]
): readonly Block[] {
  const shown = found.filter((chart) => chart !== undefined);
  return shown.length === 0 ? [] : [{ kind: 'charts', rank, charts: shown }];
}

/** For renderers that cannot draw: neither charts, nor headings that have nothing else below them. */
export function withoutCharts(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block, index) => {
    if (block.kind === 'charts') return false;
    if (block.kind !== 'heading' || blocks[index + 1]?.kind !== 'charts') return true;
    const next = blocks.slice(index + 1).find(({ kind }) => kind !== 'charts');
    return next !== undefined && (next.kind !== 'heading' || next.level > block.level);
  });
}
