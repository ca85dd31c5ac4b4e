/** Styled text without markup: what a sentence says and what its words are; renderers decide how that looks. */

/** What a piece of text is. `code` is a name to type; the last four colour a terminal and nothing else. */
export type Style = 'plain' | 'code' | 'strong' | 'good' | 'bad' | 'doubt' | 'faint';

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Text = readonly Span[];

/** What may stand in a `text` template. Strings are data: a renderer escapes them. */
export type Piece = string | number | Span | Text;

/** Tag of a template: text`${code('splice')} copies ${size}`. */
export function text(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Text {
  const spans: Span[] = [];
  strings.forEach((literal, index) => {
    if (literal !== '') spans.push(styled('plain', literal));
    const piece = pieces[index];
    if (piece !== undefined) spans.push(...spansOf(piece));
  });
  return spans;
}

/** A name to type, such as a strategy. */
export function code(name: string): Span {
  return styled('code', name);
}

export function styled(style: Style, words: string): Span {
  return { text: words, style };
}

/** Keeps `1 GB` or `1.31x [1.27, 1.35]` on one line; renderers print the no-break spaces as plain ones. */
export function unbroken(words: string): string {
  return words.replaceAll(' ', '\u00a0');
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(pieces: readonly Piece[]): Text {
  return pieces.flatMap((piece, index) => {
    const separator = index === 0 ? '' : index === pieces.length - 1 ? ' and ' : ', ';
    return separator === '' ? spansOf(piece) : [styled('plain', separator), ...spansOf(piece)];
  });
}

/** The words alone. */
export function plainText(spans: Text): string {
  return spans.map((span) => span.text).join('');
}

function spansOf(piece: Piece): Text {
  if (typeof piece === 'string' || typeof piece === 'number')
    return [styled('plain', String(piece))];
  return 'style' in piece ? [piece] : piece;
}
