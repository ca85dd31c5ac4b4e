/** Errors carry codes; a system error keeps Node's shape and is told in one line. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  describeError,
  HarnessError,
  hasCode,
  isSystemError,
} from '../../../harness/core/errors.js';

async function systemError(): Promise<unknown> {
  return readFile('/no/such/file').catch((error: unknown) => error);
}

describe('HarnessError', () => {
  test('has a code, a message, a name and a cause', () => {
    const cause = new Error('underneath');
    const error = new HarnessError('E_LOCKED', 'Process 7 is working here.', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'HarnessError',
      code: 'E_LOCKED',
      message: 'Process 7 is working here.',
      cause,
    });
    expect(isSystemError(error)).toBe(false);
    expect(describeError(error)).toBe('Process 7 is working here.');
  });
});

describe('a system error', () => {
  test('is recognised and described with its call', async () => {
    const error = await systemError();
    expect(isSystemError(error)).toBe(true);
    expect(describeError(error)).toBe('ENOENT (no such file or directory) from open');
  });

  test('of a number that no system has is described as unknown', () => {
    const error = Object.assign(new Error('odd'), { errno: -99_999, code: 'EODD', syscall: 'odd' });
    expect(describeError(error)).toBe('EODD (unknown error) from odd');
  });

  test.each([
    null,
    undefined,
    'ENOENT',
    { errno: -2, code: 'ENOENT', syscall: 'open' },
    new Error('plain'),
    Object.assign(new Error('half'), { errno: -2 }),
    Object.assign(new Error('text'), { errno: '-2', syscall: 'open' }),
  ])('is not %s', (value) => {
    expect(isSystemError(value)).toBe(false);
  });
});

describe('hasCode', () => {
  test("sees our codes and the system's", async () => {
    expect(hasCode(new HarnessError('E_WORKER', ''), 'E_WORKER')).toBe(true);
    expect(hasCode(await systemError(), 'ENOENT')).toBe(true);
    expect(hasCode(await systemError(), 'EEXIST')).toBe(false);
  });

  test('sees none on things that are no errors', () => {
    expect(hasCode({ code: 'ENOENT' }, 'ENOENT')).toBe(false);
    expect(hasCode(undefined, 'ENOENT')).toBe(false);
  });
});

test('whatever is thrown can be described', () => {
  expect(describeError('words')).toBe('words');
  expect(describeError(undefined)).toBe('undefined');
});
