/** XML 1.0 as text: elements, attributes, and data that cannot break out of either. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element whose children stand on lines of their own; an attribute that is undefined is left out. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []) {
  const opening = `<${name}${attributesText(attributes)}`;
  if (children.length === 0) return `${opening}/>`;
  const inner = children.map((child) => `\n${child}`).join('');
  return `${opening}>${inner}\n</${name}>`;
}

/** An element that holds nothing but text, exactly as it is. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${name}${attributesText(attributes)}>${escapeText(text)}</${name}>`;
}

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join('');
}

/** XML 1.0, 2.2: these cannot be written at all, not even as references; lone surrogates are among them. */
const NOT_A_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** A parser reads a bare carriage return as a line feed (2.11), and `]]>` must not stand in text (2.4). */
function escapeText(text: string): string {
  return text
    .replaceAll(NOT_A_CHARACTER, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** A parser reads bare tabs and line breaks in an attribute as blanks (3.3.3). */
function escapeAttribute(text: string): string {
  return escapeText(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;');
}
