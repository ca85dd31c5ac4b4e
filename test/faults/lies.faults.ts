/**
 * Strategies that lie in whole runs: each ends as failed by a check, and none as measured. Many lie in one run, each in
 * a process of its own; those that are waited for until a deadline of 30 s have runs that go on meanwhile.
 */
import { describe, expect, test } from 'vitest';
import { faultsOf, found, lyingRun, toldOf } from './liars.js';

const SHORT = /has 99\d{4} bytes; it should have 1000000/;
const WRONG = /differs from its source at byte \d/;

/** By the call that each strategy moves its bytes with. */
const CALLS: Record<string, readonly string[]> = {
  write: [
    'native-read-write',
    'native-read-write-crc32c',
    'mmap-write',
    'read-write',
    'read-write-async',
    'read-write-crc32',
    'read-write-sha256',
    'read-write-xxhash',
    'read-file',
    'stream-pipe',
    'dd',
    'java-read-write-4k',
  ],
  splice: ['splice', 'splice-tee-digest'],
  sendfile: ['sendfile'],
  copy_file_range: ['copy-file-range'],
};
const OVERSTATING = Object.entries(CALLS).flatMap(([call, names]) =>
  names.map((strategy) => ({ strategy, call, reason: SHORT })),
);
/** It reads its own copy again, and finds less than it was told of. */
const REREADING = { strategy: 'splice-then-digest', call: 'splice', reason: /EIO .+ from read/ };

const waitingForPipe = lyingRun({
  liars: ['splice-4k'],
  faults: faultsOf(['splice-4k'], 'splice:lie=1:0'),
});

const SENDERS: readonly (readonly [string, string, RegExp])[] = [
  ['native-read-write', 'read:flip:0', WRONG],
  ['sendfile', 'sendfile:lie=1:0', /ETIMEDOUT/],
];
const sending = lyingRun({
  liars: SENDERS.map(([strategy]) => strategy),
  faults: SENDERS.map(([, fault]) => `${fault}@fixture-1MB.bin`),
  route: 'file-to-socket',
});

const overstating = lyingRun({
  liars: [...OVERSTATING, REREADING].map(({ strategy }) => strategy),
  faults: [...OVERSTATING, REREADING].flatMap(({ strategy, call }) =>
    faultsOf([strategy], `${call}:lie=1:0`),
  ),
});

const WRITERS = CALLS['write'] ?? [];
/** Sixteen writes a copy, and the warm-up is one: the fiftieth is in the third round. */
const LATE = { strategy: 'native-read-write-64k', fault: 'write:flip:50', round: 3 };
const turning = lyingRun({
  liars: [...WRITERS, LATE.strategy],
  faults: [...faultsOf(WRITERS, 'write:flip:0'), ...faultsOf([LATE.strategy], LATE.fault)],
  words: ['--verify', 'all'],
});

describe('a strategy is failed, and not measured,', () => {
  test.concurrent('that waits for room in a pipe which it was told is empty', async (context) => {
    const told = await toldOf(waitingForPipe, 'splice-4k', context);
    expect(told).toEqual(found(/The worker timed out/));
  });

  test.concurrent.for(SENDERS)('%s, over a socket, with %s', async ([name, , reason], context) => {
    expect(await toldOf(sending, name, context)).toEqual(found(reason));
  });

  test.concurrent.for([...OVERSTATING, REREADING])(
    '$strategy, whose $call says one byte more than it moved',
    async ({ strategy, reason }, context) => {
      expect(await toldOf(overstating, strategy, context)).toEqual(found(reason));
    },
  );

  test.concurrent.for(WRITERS)('%s, whose bytes arrive wrong', async (strategy, context) => {
    expect(await toldOf(turning, strategy, context)).toEqual(found(WRONG));
  });

  test.concurrent(
    'whose bytes arrive wrong in its third round, where every copy is compared',
    async (context) => {
      const told = await toldOf(turning, LATE.strategy, context);
      expect(told).toEqual(found(WRONG, LATE.round));
    },
  );
});
