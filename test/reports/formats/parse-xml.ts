/** Reads XML strictly, for the tests of what is written as XML. */
import { SaxesParser } from 'saxes';

export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

/** Every element in document order; throws at the first thing that is not well-formed. */
export function parseXml(xml: string): XmlNode[] {
  const nodes: XmlNode[] = [];
  const open: XmlNode[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const node = { name, attributes: { ...attributes }, text: '' };
    nodes.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node) node.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return nodes;
}

/** What is left of a text where XML has no way to write some of its characters. */
export const writable = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

/** Name of each test case -> the element that tells how it ended. */
export function outcomesOf(xml: string): Record<string, string> {
  const nodes = parseXml(xml);
  const cases = nodes.flatMap((node, index) =>
    node.name === 'testcase' ? [[node.attributes['name'], nodes[index + 1]?.name]] : [],
  );
  return Object.fromEntries(cases);
}
