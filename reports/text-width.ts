/** How wide words stand in a terminal, and lines that fit it. */

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** East Asian wide and fullwidth characters, and emoji, take two columns (Unicode standard annex 11). */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\ufe0f/u;
const EMPTY = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;

/** Terminal columns of words without control characters. */
export function textWidth(words: string): number {
  if (/^[\u0020-\u007e]*$/.test(words)) return words.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(words)) width += graphemeWidth(segment);
  return width;
}

/** The words cut to `columns`, the last of them an ellipsis when something is lost. */
export function shortened(words: string, columns: number): string {
  if (textWidth(words) <= columns) return words;
  let kept = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(words)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The words in pieces of at most `columns`, at least one character each. */
export function chunks(words: string, columns: number): string[] {
  const found = [''];
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(words)) {
    const own = graphemeWidth(segment);
    if (width > 0 && width + own > columns) {
      found.push('');
      width = 0;
    }
    found.push(`${found.pop() ?? ''}${segment}`);
    width += own;
  }
  return found;
}

function graphemeWidth(segment: string): number {
  if (EMPTY.test(segment)) return 0;
  return WIDE.test(segment) ? 2 : 1;
}
