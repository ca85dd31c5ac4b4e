/** An interpreter is absent, too old, mute or good; the reason tells what was seen. */
import { expect, test } from 'vitest';
import { interpreterAvailable, isAtLeast } from '../../../strategies/shapes/interpreter.js';
import { fakePrograms } from '../../fakes/programs.js';

const fake = fakePrograms();
const asked = { versionArgs: ['-version'], versionPattern: /version "([\d.]+)/, oldest: '11' };

test('one that is not there is not installed', async () => {
  expect(await interpreterAvailable({ ...asked, file: 'copybench-no-such-program' })).toEqual({
    available: false,
    reason: 'copybench-no-such-program is not installed',
  });
});

test('an old one is refused with its version', async () => {
  const file = fake('old-java', `echo 'java version "1.8.0_392"' >&2`);
  expect(await interpreterAvailable({ ...asked, file })).toEqual({
    available: false,
    reason: `${file} 1.8.0 is too old; 11 or newer is needed`,
  });
});

test('one that only says where to get it is refused with its words', async () => {
  const file = fake('no-java', 'echo Unable to locate a Java Runtime. >&2; exit 1');
  expect(await interpreterAvailable({ ...asked, file })).toEqual({
    available: false,
    reason: `${file} does not tell its version: Unable to locate a Java Runtime.`,
  });
});

test('a new one will do, and is asked once', async () => {
  const file = fake('new-java', `echo x >> "$0.asked"; echo 'openjdk version "21" 2023' >&2`);
  expect(await interpreterAvailable({ ...asked, file })).toEqual({ available: true });
  expect(await interpreterAvailable({ ...asked, file })).toEqual({ available: true });
  expect(fake.read('new-java.asked')).toBe('x\n');
});

test.each([
  ['11', '11', true],
  ['17.0.15', '11', true],
  ['1.8.0', '11', false],
  ['2.7', '2.7', true],
  ['2.6.10', '2.7', false],
  ['3.0', '2.7', true],
  ['3.11.7', '3.8', true],
  ['3.7.9', '3.8', false],
])('%s is at least %s: %s', (version, oldest, expected) => {
  expect(isAtLeast(version, oldest)).toBe(expected);
});
