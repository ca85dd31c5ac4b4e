/** Strategies that lie in whole runs: each ends as failed by a check, and none as measured. */
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fakes/folders.js';
import { expectFound, type Lie } from './liars.js';

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
const ALL = Object.entries(CALLS).flatMap(([call, names]) =>
  names.map((strategy): [string, string] => [strategy, call]),
);

describe('a strategy is failed, and not measured,', () => {
  test.for(ALL)(
    '%s, whose %s says one byte more than it moved',
    async ([strategy, call], context) => {
      const lie: Lie = { strategy, fault: `${call}:lie=1:0` };
      await expectFound(lie, SHORT, temporaryFolder(), context);
      expect.hasAssertions();
    },
  );

  test.for(CALLS['write'] ?? [])('%s, whose bytes arrive wrong', async (strategy, context) => {
    await expectFound({ strategy, fault: 'write:flip:0' }, WRONG, temporaryFolder(), context);
    expect.hasAssertions();
  });

  test('whose bytes arrive wrong in its third round, where every copy is compared', async (context) => {
    const strategy = 'native-read-write';
    const words = ['--verify', 'all'];
    const lie: Lie = { strategy, fault: 'write:flip:14', from: 3, words };
    await expectFound(lie, WRONG, temporaryFolder(), context);
    expect.hasAssertions();
  });

  test('that reads its own copy again and finds less than it was told of', async (context) => {
    const lie: Lie = { strategy: 'splice-then-digest', fault: 'splice:lie=1:0' };
    await expectFound(lie, /EIO .+ from read/, temporaryFolder(), context);
    expect.hasAssertions();
  });

  test('that waits for room in a pipe which it was told is empty', async (context) => {
    const lie: Lie = { strategy: 'splice-4k', fault: 'splice:lie=1:0' };
    await expectFound(lie, /The worker timed out/, temporaryFolder(), context);
    expect.hasAssertions();
  });

  test.for<[string, string, RegExp]>([
    ['native-read-write', 'read:flip:0', WRONG],
    ['sendfile', 'sendfile:lie=1:0', /ETIMEDOUT/],
  ])('%s, over a socket, with %s', async ([strategy, fault, reason], context) => {
    const lie: Lie = { strategy, fault, path: 'fixture-', route: 'file-to-socket' };
    await expectFound(lie, reason, temporaryFolder(), context);
    expect.hasAssertions();
  });
});
