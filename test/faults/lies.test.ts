/** The quick part of lies.faults.ts: a call that says more than it did, bytes that arrive wrong, late lies. */
import { describe, expect, test } from 'vitest';
import { found, lyingRun, toldOf } from './liars.js';

const SHORT = /has 999999 bytes; it should have 1000000/;

// One write a copy by mmap-write, and the warm-up is one: the fourth is in the third round.
const run = lyingRun({
  liars: ['splice', 'native-read-write', 'mmap-write'],
  faults: [
    'splice:lie=1:0@-splice',
    'write:flip:0@-native-read-write',
    'write:lie=1:4@-mmap-write',
  ],
});

describe('a strategy is failed, and not measured,', () => {
  test.for<[string, string, RegExp, number]>([
    ['whose calls say more than they moved', 'splice', SHORT, 0],
    ['whose bytes arrive wrong', 'native-read-write', /differs from its source at byte 0/, 0],
    ['that turns to lying in its third round', 'mmap-write', SHORT, 3],
  ])('%s', async ([, strategy, reason, from], context) => {
    expect(await toldOf(run, strategy, context)).toEqual(found(reason, from));
  });
});
