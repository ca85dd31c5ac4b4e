/** Which parsers are fuzzed, as a person names them. */
import type { Parser } from './parsers.js';

/**
 * Those of `all` that are named, once each, in the order named.
 *
 * @param words names, places from 1, and ranges of places, with commas between: `samples,14-20,38-`
 * @throws Error with all names and places, when something is none of that
 */
export function chooseParsers(all: readonly Parser[], words: string): Parser[] {
  return [...new Set(words.split(',').flatMap((word) => chosen(all, word)))];
}

function chosen(all: readonly Parser[], word: string): readonly Parser[] {
  const range = /^([1-9]\d{0,3})(-(\d{0,4}))?$/.exec(word);
  const found = range ? inRange(all, range) : all.filter(({ name }) => name === word);
  if (found.length > 0) return found;
  const names = all.map(({ name }, index) => `${index + 1} ${name}`);
  throw new Error(`There is no parser ${JSON.stringify(word)}. There are:\n${names.join('\n')}`);
}

/** `14`, `14-20` and `14-` to the last. */
function inRange(
  all: readonly Parser[],
  [, first = '', hasEnd, last = '']: RegExpExecArray,
): readonly Parser[] {
  if (hasEnd === undefined) return all.slice(Number(first) - 1, Number(first));
  return all.slice(Number(first) - 1, last === '' ? undefined : Number(last));
}
