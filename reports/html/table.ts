/** A table in HTML: every column, in a frame of its own that scrolls where the page is narrow. */
import { escapeMarkup } from '../markup-escape.js';
import {
  type Column,
  numberNotes,
  type Row,
  superscript,
  type Table,
  withoutDrawn,
} from '../table.js';
import { plainText, type Text } from '../text.js';
import { inline } from './inline.js';

/** @param caption what it is a table of, for those who do not see where it stands */
export function tableHtml(whole: Table, caption: string): string {
  const table = withoutDrawn(whole);
  const { rows, notes } = numberNotes(table);
  const head = table.columns
    .map(({ heading, align }) => `<th scope="col"${classOf(align)}>${escapeMarkup(heading)}</th>`)
    .join('');
  const body = rows
    .map((cells, index) => rowHtml(cells, table.rows[index] ?? {}, table.columns))
    .join('\n');
  const below = notes.map((note, at) => `<li>${superscript(at + 1)} ${escapeMarkup(note)}</li>`);
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeMarkup(caption)}"><table>
<caption>${escapeMarkup(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div>${below.length === 0 ? '' : `\n<ul class="notes">${below.join('')}</ul>`}`;
}

/** The row says which strategy and size it is about, so that it can be looked for. */
function rowHtml(cells: readonly Text[], row: Row, columns: readonly Column[]): string {
  const about = (['strategy', 'size'] as const).map((key) => {
    const found = row[key];
    return found === undefined ? '' : ` data-${key}="${escapeMarkup(plainWords(found.text))}"`;
  });
  const shown = cells.map((text, index) => {
    const align = classOf(columns[index]?.align);
    return index === 0
      ? `<th scope="row"${align}>${inline(text)}</th>`
      : `<td${align}>${inline(text)}</td>`;
  });
  return `<tr${about.join('')}>${shown.join('')}</tr>`;
}

function classOf(align: Column['align'] | undefined): string {
  return align === 'right' ? ' class="right"' : '';
}

function plainWords(text: Text): string {
  return plainText(text).replaceAll('\u00a0', ' ');
}
