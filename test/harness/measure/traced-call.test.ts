import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../harness/measure/traced-call.js';

const file = { fd: 19, target: '/data/src' };

describe('a trace', () => {
  it('of one thread has its calls in the order they ended', () => {
    const trace = [
      'strace: Process 7 attached',
      'read(19</data/src>, ""..., 65536)      = 65536',
      'close(19</data/src>)                   = 0',
      'strace: Process 7 detached',
    ].join('\n');
    expect(readTrace(trace)).toEqual([
      { name: 'read', thread: null, descriptors: [file], result: 65536 },
      { name: 'close', thread: null, descriptors: [file], result: 0 },
    ]);
  });

  it('of several threads has halves put together by thread', () => {
    const trace = [
      '[pid    11] read(19</data/src>,  <unfinished ...>',
      '[pid    12] write(20</data/dst>, ""..., 512 <unfinished ...>',
      '[pid    11] <... read resumed>""..., 65536) = 100',
      '[pid    12] <... write resumed>)        = -1 EAGAIN (Resource temporarily unavailable)',
    ].join('\n');
    expect(readTrace(trace)).toEqual([
      { name: 'read', thread: 11, descriptors: [file], result: 100 },
      {
        name: 'write',
        thread: 12,
        descriptors: [{ fd: 20, target: '/data/dst' }],
        result: -1,
      },
    ]);
  });

  it('tells what descriptors are, sockets with their arrows too', () => {
    const trace =
      'splice(5<pipe:[77]>, NULL, 23<TCP:[127.0.0.1:1->127.0.0.1:2]>, NULL, 1048576, SPLICE_F_MOVE) = 1000000\n' +
      'sendto(9<UNIX-STREAM:[1->2, "/run/a.sock"]>, ""..., 5, MSG_NOSIGNAL, NULL, 0) = 5';
    expect(
      readTrace(trace).map(({ descriptors }) => descriptors.map(({ target }) => target)),
    ).toEqual([
      ['pipe:[77]', 'TCP:[127.0.0.1:1->127.0.0.1:2]'],
      ['UNIX-STREAM:[1->2, "/run/a.sock"]'],
    ]);
  });

  it('leaves out calls that did not end, and takes results that are no count for none', () => {
    const trace = [
      '[pid 11] futex(0x5, FUTEX_WAIT, 0, NULL <unfinished ...>',
      'restart_syscall(<... resuming interrupted read ...>) = ? ERESTARTSYS',
      'mmap(NULL, 4096, PROT_READ, MAP_SHARED, 19</data/src>, 0) = 0x7f0000000000',
    ].join('\n');
    expect(readTrace(trace)).toMatchObject([
      { name: 'restart_syscall', result: null },
      { name: 'mmap', result: null, descriptors: [file] },
    ]);
  });

  it('leaves out what no kernel says: endless names, counts and lines', () => {
    const trace = [
      `${'9'.repeat(400)}(19</data/src>) = 0`,
      `read(19</data/src>, ""..., 512) = ${'9'.repeat(400)}`,
      `write(19</data/src>${', 1<'.repeat(1e6)}) = 0`,
    ].join('\n');
    expect(readTrace(trace)).toMatchObject([{ name: 'read', result: null }]);
  });

  it('of whatever text makes no calls up', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const calls = readTrace(text);
        expect(calls.length).toBeLessThanOrEqual(text.split('\n').length);
        for (const { name } of calls) expect(text).toContain(`${name}(`);
      }),
    );
  });
});
