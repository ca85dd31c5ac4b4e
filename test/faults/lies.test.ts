/** The quick part of lies.faults.ts: a call that says more than it did, bytes that arrive wrong, late lies. */
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fakes/folders.js';
import { expectFound, type Lie } from './liars.js';

describe('a strategy is failed, and not measured,', () => {
  test.for<[string, Lie, RegExp]>([
    [
      'whose calls say more than they moved',
      { strategy: 'splice', fault: 'splice:lie=1:0' },
      /has 999999 bytes; it should have 1000000/,
    ],
    [
      'whose bytes arrive wrong',
      { strategy: 'native-read-write', fault: 'write:flip:0' },
      /differs from its source at byte 0/,
    ],
    [
      // Four writes a copy: the fourteenth is in the fourth one.
      'that turns to lying in its third round',
      { strategy: 'native-read-write', fault: 'write:lie=1:14', from: 3 },
      /has 999999 bytes; it should have 1000000/,
    ],
  ])('%s', async ([, lie, reason], context) => {
    await expectFound(lie, reason, temporaryFolder(), context);
    expect.hasAssertions();
  });
});
