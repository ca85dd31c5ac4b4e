/** The report in GitHub Flavored Markdown. */
import type { RunRecord } from '../harness/results/record.js';
import type { Block } from './block.js';
import { codeBlock, codeSpan, escapeLineStart, escapeMarkdown } from './markdown-escape.js';
import { buildReport } from './report.js';
import { type Column, type Table, numberNotes, superscript } from './table.js';
import type { Text } from './text.js';

/** The whole report, ending in a line break. */
export function renderMarkdown(record: RunRecord): string {
  return renderBlocks(buildReport(record));
}

/** These blocks, ending in a line break. */
export function renderBlocks(blocks: readonly Block[]): string {
  return `${blocks.map(blockMarkdown).join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inline(block.text, 'prose')}`;
    case 'paragraph':
      return escapeLineStart(inline(block.text, 'prose'));
    case 'list':
      return block.items.map((item) => `- ${escapeLineStart(inline(item, 'prose'))}`).join('\n');
    case 'table':
      return tableMarkdown(block.table);
    default:
      return codeBlock(block.code, 'sh');
  }
}

function tableMarkdown(table: Table): string {
  const { rows, notes } = numberNotes(table);
  const lines = [
    table.columns.map(({ heading }) => escapeMarkdown(heading)),
    table.columns.map(alignment),
    ...rows.map((row) => row.map((text) => inline(text, 'table'))),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  const below = notes.map((note, index) => `${superscript(index + 1)} ${escapeMarkdown(note)}`);
  return [lines.join('\n'), ...below].join('\n\n');
}

function alignment({ align }: Column): string {
  return align === 'right' ? '--:' : ':--';
}

/** Colours are for terminals: here only names and strong words are marked. */
function inline(spans: Text, where: 'prose' | 'table'): string {
  return spans
    .map(({ text, style }) => {
      if (style === 'code') return codeSpan(text, where);
      return style === 'strong' ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
    })
    .join('');
}
