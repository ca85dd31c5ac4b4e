/** Styled text in a terminal: colours, lines that fit, and nothing that the terminal would obey. */
import { stripVTControlCharacters } from 'node:util';
import type { Colors } from 'picocolors/types.js';
import type { Span, Style, Text } from './text.js';
import { chunks, textWidth } from './text-width.js';

/** Control characters, and those that turn the direction of writing: data must not move the cursor. */
// oxlint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

const COLOURS: Partial<Record<Style, 'cyan' | 'bold' | 'green' | 'red' | 'yellow' | 'dim'>> = {
  code: 'cyan',
  strong: 'bold',
  good: 'green',
  bad: 'red',
  doubt: 'yellow',
  faint: 'dim',
};

/** The words as they may be sent to a terminal, without escape sequences and line breaks. */
export function harmless(words: string): string {
  return stripVTControlCharacters(words).replaceAll(OBEYED, ' ');
}

/** One line. Names to type stand in backticks in prose and bare in tables. */
export function paint(spans: Text, colours: Colors, where: 'prose' | 'table'): string {
  return spans
    .map(({ text, style }) => {
      const words = plainSpaces(harmless(text));
      const shown = style === 'code' && where === 'prose' ? `\`${words}\`` : words;
      return painter(style, colours)(shown);
    })
    .join('');
}

/** Lines of at most `columns`; breaks at spaces, never within a figure and its unit. Only what fits no line is cut. */
export function wrapped(spans: Text, columns: number, colours: Colors): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const word of wordsOf(spans).flatMap((whole) => pieces(whole, columns))) {
    const wordWidth = word.reduce((sum, span) => sum + shownWidth(span), 0);
    const breaks = width > 0 && width + 1 + wordWidth > columns;
    if (breaks) lines.push(line);
    const gap = width > 0 && !breaks;
    line = `${gap ? `${line} ` : ''}${paint(word, colours, 'prose')}`;
    width = (gap ? width + 1 : 0) + wordWidth;
  }
  return [...lines, line];
}

/** Words by plain spaces; a word may be made of several spans, such as a name and the comma after it. */
function wordsOf(spans: Text): Span[][] {
  const words: Span[][] = [[]];
  for (const { text, style } of spans) {
    harmless(text)
      .split(' ')
      .forEach((part, index) => {
        if (index > 0) words.push([]);
        if (part !== '') words.at(-1)?.push({ text: part, style });
      });
  }
  return words.filter((word) => word.length > 0);
}

/** A word that is wider than a line, such as a path, in pieces that fit; any other as it is. */
function pieces(word: Span[], columns: number): Span[][] {
  const width = word.reduce((sum, span) => sum + shownWidth(span), 0);
  if (width <= columns) return [word];
  return word.flatMap(({ text, style }) =>
    chunks(text, Math.max(1, columns - (style === 'code' ? 2 : 0))).map((chunk) => [
      { text: chunk, style },
    ]),
  );
}

function shownWidth({ text, style }: Span): number {
  return textWidth(text) + (style === 'code' ? 2 : 0);
}

function plainSpaces(words: string): string {
  return words.replaceAll('\u00a0', ' ');
}

function painter(style: Style, colours: Colors): (words: string) => string {
  const colour = COLOURS[style];
  return colour === undefined ? String : colours[colour];
}
