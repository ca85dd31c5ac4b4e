/** Texts of strangers: good ones that were damaged where it matters, and any text at all. */
import * as fc from 'fast-check';

/** What is put in the place of a value, a word or a number, or anywhere. */
const PIECES = [
  '"__proto__":{"polluted":true},',
  '"constructor":{"prototype":{"polluted":true}},',
  '{"__proto__":{"polluted":true}}',
  '{"a":'.repeat(40),
  '['.repeat(5000),
  `"${'x'.repeat(10_100)}"`,
  `[${'0,'.repeat(30)}0]`,
  '1e999',
  '-1e999',
  '1e-999',
  '-0',
  '-1',
  '0',
  '0.5',
  '1e21',
  '9007199254740993',
  '4294967296',
  '9'.repeat(400),
  'NaN',
  'Infinity',
  '0x10',
  '1_000',
  '٣',
  'null',
  'true',
  '""',
  '[]',
  '{}',
  '[null]',
  '{"length":-1}',
  '"\\ud800"',
  '"\\u0000"',
  '"../../etc/passwd"',
  '"constructor"',
  '"toString"',
  '"=1+1"',
  '"<script>"',
  '"%s%n"',
  '\u001b]0;owned\u0007',
  '\\ud800',
  '\0',
  '\n',
  '\r\n',
  '\u2028',
  '\ufeff',
  ' ',
  '\t',
  '"',
  '\\',
  ',',
  ':',
  '.',
  '-',
  '%',
  '/',
  '(',
  ')',
  '<',
  '>',
  '[',
  ']',
  '{',
  '}',
  ' - ',
  ' = ',
];

/**
 * `good` with a value or word replaced, doubled or exchanged for another one of its own, with anything put in
 * somewhere, or cut off; now and then any text, and any JSON.
 */
export function hostileText(good: string): fc.Arbitrary<string> {
  const spans = spansIn(good);
  const span = fc.constantFrom(...spans);
  const place = fc.nat({ max: good.length });
  const piece = fc.oneof(
    { weight: 14, arbitrary: fc.constantFrom(...PIECES) },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.json() },
  );
  const textOf = ([from, to]: Span): string => good.slice(from, to);
  const replaced = ([from, to]: Span, by: string): string =>
    `${good.slice(0, from)}${by}${good.slice(to)}`;
  return fc.oneof(
    { weight: 8, arbitrary: fc.tuple(span, piece).map(([at, by]) => replaced(at, by)) },
    { weight: 3, arbitrary: fc.tuple(span, span).map(([at, by]) => replaced(at, textOf(by))) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(span, fc.nat({ max: 30 }), fc.constantFrom(',', ' ', '\n', ''))
        .map(([at, times, between]) =>
          replaced(at, Array.from({ length: times }, () => textOf(at)).join(between)),
        ),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(place, fc.nat({ max: 12 }), piece)
        .map(([at, out, by]) => replaced([at, at + out], by)),
    },
    { weight: 1, arbitrary: place.map((at) => good.slice(0, at)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.json() },
  );
}

type Span = [from: number, to: number];

/** Where words, numbers and quoted texts stand, and everything that is in brackets. */
function spansIn(text: string): Span[] {
  const open: number[] = [];
  const spans: Span[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[-+.\w]+|[[\]{}()<>]/g)) {
    if ('[{(<'.includes(token)) open.push(index);
    else if (']})>'.includes(token)) spans.push([open.pop() ?? index, index + 1]);
    else spans.push([index, index + token.length]);
  }
  return spans.length === 0 ? [[0, text.length]] : spans;
}
