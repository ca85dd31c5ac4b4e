/** A text in ASCII alone, for terminals and logs that know nothing else; every character keeps its width. */
import { textWidth } from './text-width.js';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

const TWINS: Readonly<Record<string, string>> = {
  '═': '=',
  '─': '-',
  '├': '[',
  '┤': ']',
  '┊': '|',
  '●': 'O',
  '◆': 'X',
  '○': 'o',
  '■': '#',
  '△': '^',
  '▁': '.',
  '▂': ':',
  '▃': ':',
  '▄': '+',
  '▅': '+',
  '▆': '%',
  '▇': '%',
  '█': '@',
  '•': '*',
  '·': '-',
  '…': '~',
  '±': '~',
  '⁰': '0',
  '¹': '1',
  '²': '2',
  '³': '3',
  '⁴': '4',
  '⁵': '5',
  '⁶': '6',
  '⁷': '7',
  '⁸': '8',
  '⁹': '9',
  '’': "'",
  '“': '"',
  '”': '"',
  '−': '-',
  '–': '-',
  '—': '-',
};

/** What has no twin is a question mark for each column it takes. */
export function toAscii(text: string): string {
  return text
    .replaceAll('±∞', '--')
    .replaceAll(/[\u{80}-\u{10ffff}]+/gu, (words) =>
      Array.from(GRAPHEMES.segment(words), ({ segment }) => twinOf(segment)).join(''),
    );
}

function twinOf(segment: string): string {
  return TWINS[segment] ?? '?'.repeat(textWidth(segment));
}
