/** The blocks a report is made of, in the order they are read. */
import type { Table } from './table.js';
import type { Text } from './text.js';

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: Text }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'code'; readonly code: string };

export function heading(level: 1 | 2 | 3, text: Text): Block {
  return { kind: 'heading', level, text };
}

export function paragraph(text: Text): Block {
  return { kind: 'paragraph', text };
}

/** A list; no block at all when there is nothing to list. */
export function list(items: readonly Text[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}
