/** Data in markdown: no markup of theirs takes effect. GitHub Flavored Markdown 0.29, sections 2.4, 6.1 and 6.3. */

/** Line breaks and control characters would end a cell or a paragraph. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g;

/** Words in a paragraph, list item or table cell. Lone tildes and brackets of intervals stay readable. */
export function escapeMarkdown(words: string): string {
  return oneLine(words)
    .replaceAll(/[\\`*_|<>]/g, String.raw`\$&`)
    .replaceAll(/\](?=[([:])|!(?=\[)/g, String.raw`\$&`)
    .replaceAll(/~(?=[^\s])|(?<=[^\s])~/g, String.raw`\~`)
    .replaceAll(/&(?=[#\w])/g, '&amp;');
}

/** The first words of a block must not look like a heading, a list, a quote or a rule. */
export function escapeLineStart(line: string): string {
  return line
    .replace(/^(\s*)([-+#=>])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(?=\s)/, String.raw`$1\$2`);
}

/**
 * A code span: the fence is longer than any run of backticks inside.
 *
 * @param where in a table a pipe ends the cell even within code; elsewhere its escape would be shown
 */
export function codeSpan(words: string, where: 'prose' | 'table'): string {
  const line = oneLine(words);
  const inner = where === 'table' ? line.replaceAll('|', String.raw`\|`) : line;
  const fence = fenceFor(inner, 1);
  const pad = inner.startsWith('`') || inner.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}

export function codeBlock(code: string, language: string): string {
  const fence = fenceFor(code, 3);
  return `${fence}${language}\n${code}\n${fence}`;
}

function oneLine(words: string): string {
  return words.replaceAll(CONTROL, ' ').replaceAll('\u00a0', ' ');
}

function fenceFor(code: string, shortest: number): string {
  const runs = code.match(/`+/g) ?? [];
  const longest = Math.max(0, ...runs.map(({ length }) => length));
  return '`'.repeat(Math.max(shortest, longest + 1));
}
