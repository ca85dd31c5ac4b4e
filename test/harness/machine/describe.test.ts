/** This machine is described in the form the record asks for, the same way every time. */
import { realpathSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeMachine } from '../../../harness/machine/describe.js';
import { machineSchema } from '../../../harness/machine/machine.js';
import { temporaryFolder } from '../../fakes/folders.js';

const path = temporaryFolder();

test('the description is what the record takes', () => {
  const machine = describeMachine(path());
  expect(machineSchema.parse(machine)).toEqual(machine);
  expect(machine.cpu.cores).toBeGreaterThan(0);
  expect(machine.fingerprint).toMatch(/^[0-9a-f]{16}$/);
});

test('its fingerprint is the same at every look, load and free memory notwithstanding', () => {
  expect(describeMachine(path()).fingerprint).toBe(describeMachine(path()).fingerprint);
  expect(describeMachine(path(), [path()]).fingerprint).not.toBe(
    describeMachine(path()).fingerprint,
  );
});

test('the directory is described where it really lies', () => {
  symlinkSync(path(), path('link'));
  expect(describeMachine(path('link')).directory.path).toBe(realpathSync(path()));
});

test('a directory that is not there is the system error', () => {
  expect(() => describeMachine(path('missing'))).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  );
});
