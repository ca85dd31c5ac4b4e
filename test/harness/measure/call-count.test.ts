import { expect, test } from 'vitest';
import { countCalls, type CopyEnds } from '../../../harness/measure/call-count.js';
import { readTrace } from '../../../harness/measure/traced-call.js';

const ends: CopyEnds = {
  isSource: ({ target }) => target === '/src',
  isDestination: ({ target }) => target.startsWith('/copies/'),
};
const toSocket: CopyEnds = { ...ends, isDestination: ({ target }) => target.startsWith('TCP:') };
const socket = '23<TCP:[127.0.0.1:1->127.0.0.1:2]>';

test('calls that move bytes are counted by name, tries that moved none too, and the others together', () => {
  const trace = [
    'openat(AT_FDCWD</>, "/src", O_RDONLY) = 3</src>',
    'read(3</src>, ""..., 8) = 8',
    'write(4</copies/a>, ""..., 8) = 5',
    'write(4</copies/a>, ""..., 3) = -1 EINTR (Interrupted system call)',
    'write(4</copies/a>, ""..., 3) = 3',
    'read(3</src>, ""..., 8) = 0',
    'write(1<UNIX-STREAM:[1->2]>, ""..., 90) = 90',
  ].join('\n');
  expect(countCalls(readTrace(trace), ends, 8, 1)).toEqual({
    counted: 'strace',
    byName: { read: 2, write: 3 },
    bytesPerCall: 16 / 3,
    largestBytes: 8,
    others: 2,
    othersByName: { openat: 1, write: 1 },
    threads: 1,
    byMainThread: 5,
  });
});

test('threads that moved bytes are told from the one that JavaScript runs on', () => {
  const trace = [
    '[pid 7] read(3</src>, ""..., 8) = 8',
    '[pid 8] write(4</copies/a>, ""..., 4) = 4',
    '[pid 9] write(4</copies/a>, ""..., 4) = 4',
    '[pid 10] futex(0x5, FUTEX_WAKE, 1) = 1',
  ].join('\n');
  const seen = { byName: { read: 1, write: 2 }, othersByName: { futex: 1 }, threads: 3 };
  expect(countCalls(readTrace(trace), ends, 8, 7)).toMatchObject({ ...seen, byMainThread: 1 });
  expect(countCalls(readTrace(trace), ends, 8, 1)).toMatchObject({ ...seen, byMainThread: 0 });
});

test('of calls between two descriptors either end makes one of the copy', () => {
  const trace = [
    'splice(3</src>, NULL, 6<pipe:[1]>, NULL, 8, 0) = 8',
    `splice(5<pipe:[1]>, NULL, ${socket}, NULL, 8, 0) = 8`,
    `sendfile(${socket}, 3</src>, NULL, 4) = 4`,
  ].join('\n');
  expect(countCalls(readTrace(trace), toSocket, 12, 1)).toMatchObject({
    byName: { splice: 2, sendfile: 1 },
    bytesPerCall: 20 / 3,
  });
});

test('what the two ends of a connection say to each other is none of the copy', () => {
  const trace = [`write(${socket}, ""..., 8) = 8`, `read(${socket}, ""..., 1) = 1`].join('\n');
  expect(countCalls(readTrace(trace), toSocket, 8, 1)).toMatchObject({
    byName: { write: 1 },
    others: 1,
  });
});

test('a count that misses bytes is none', () => {
  expect(countCalls(readTrace('write(4</copies/a>, ""..., 8) = 5'), ends, 8, 1)).toEqual({
    counted: null,
    reason: 'not counted: the calls seen account for 5 of 8 bytes',
  });
});

test('of nothing nothing is the mean', () => {
  expect(countCalls([], ends, 0, 1)).toMatchObject({ counted: 'strace', bytesPerCall: null });
});
