/** Every parser of what strangers may write: any text is a value of its schema or an error of ours, and nothing else. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HarnessError } from '../../harness/core/errors.js';
import { discoverChecks } from '../../harness/machine/examine.js';
import { chooseParsers } from './choose-parsers.js';
import { hostileText } from './hostile-text.js';
import { strangers } from './parsers.js';
import { checksParser, systemParsers } from './system-parsers.js';

/** Ten thousand cases for each parser; `scripts/fuzz.sh` asks for a million. */
const RUNS = Number(process.env['COPYBENCH_FUZZ_RUNS'] ?? 10_000);
/** What a person may be told at once, whatever was wrong. */
const LONGEST_MESSAGE = 5000;

/** Looking up the stack takes longer than parsing does; a seed and a path are told of what is found. */
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

/** An error that says what is wrong with the text; a TypeError or a RangeError is a defect of the parser. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof HarnessError) return error.message.length <= LONGEST_MESSAGE;
  return error instanceof SyntaxError || ['ZodError', '$ZodError'].includes(error.name);
}

/** These measure, or ask the real machine, instead of reading what it says. */
const OWN_EYES = ['timer-resolution', 'disk-space', 'cache-proof'];
const checks = (await discoverChecks()).filter(({ name }) => !OWN_EYES.includes(name));

const all = [...strangers, ...systemParsers, checksParser(checks)];
/** `scripts/fuzz.sh` can be told which. */
const parsers = chooseParsers(all, process.env['COPYBENCH_FUZZ_PARSERS'] ?? '1-');

describe.each(parsers)('$name', ({ parse, good }) => {
  test('have a good example', () => {
    parse(good);
  });

  test(`bear ${RUNS} hostile texts`, { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(hostileText(good), (text) => {
        try {
          parse(text);
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
        if ('polluted' in {}) throw new TypeError('Every object is polluted.');
      }),
      { numRuns: RUNS },
    );
  });
});

test('no two parsers have the same name, and each can be told from a list and from places', () => {
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => /,|^\d/.test(name))).toEqual([]);
});

test('parsers are chosen by name and by place', () => {
  const chosen = (words: string): string[] => chooseParsers(all, words).map(({ name }) => name);
  const names = all.map(({ name }) => name);
  expect(chosen('1-')).toEqual(names);
  expect(chosen('samples,2,1-2')).toEqual(['samples', names[1], names[0]]);
  expect(chosen('14-16,39-')).toEqual([...names.slice(13, 16), ...names.slice(38)]);
  for (const nothing of ['', 'sample', '0', '2-1', '999', '999-', '1-2-3', '-3'])
    expect(() => chosen(nothing)).toThrow(/^There is no parser ".*"\. There are:\n1 records\n2 /);
});
