/** Each peer's real program, started as a run starts it: every byte, every failure, and honest figures. */
import { randomFillSync } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { messageOf } from '../../harness/core/errors.js';
import { describePeers, temporaryFolder, startedWorker } from './every-peer.js';

const SIZES = [0, 1, 4097, 7e6];
const route = 'file-to-file';

const path = temporaryFolder();
const sourceOf = (sizeBytes: number): string => path(`source-${sizeBytes}`);

beforeAll(() => {
  for (const size of SIZES) writeFileSync(sourceOf(size), randomFillSync(Buffer.alloc(size)));
});

await describePeers(route, ({ strategy, command }) => {
  const worker = startedWorker(command);

  test.each(SIZES)('copies every one of %i bytes', async (sizeBytes) => {
    const source = sourceOf(sizeBytes);
    const destination = path(`${strategy.name}-${sizeBytes}`);
    const report = await worker().copy({ route, source, destination, sizeBytes });
    expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
    expect(report.elapsedNs).toBeGreaterThan(1000);
    expect(report.sentNs).toBeNull();
  });

  test('tells its version', () => {
    expect(worker().version).toMatch(/^(Java|Ruby|CPython|PyPy) \d+\.\d+.*, .+/);
  });

  test.skipIf(!existsSync('/proc/self/status'))('tells what a copy used', async () => {
    const destination = path(`${strategy.name}-used`);
    const order = { route, source: sourceOf(7e6), destination, sizeBytes: 7e6 } as const;
    const { usage, elapsedNs } = await worker().copy(order);
    const { cpuUserUs = 0, cpuSystemUs = 0, peakRssBytes } = usage ?? {};
    const cpuNs = (cpuUserUs + cpuSystemUs) * 1000;
    // 7 MB take a millisecond or more of one processor, and no more than two can work in the meantime.
    expect(cpuNs).toBeGreaterThan(100_000);
    expect(cpuNs).toBeLessThan(elapsedNs * 2 + 10_000_000);
    expect(peakRssBytes).toBeGreaterThan(1e6);
  });

  test('tells a missing source in the shape of Node', async () => {
    const order = {
      route,
      source: path('missing'),
      destination: path('none'),
      sizeBytes: 1,
    } as const;
    await expect(worker().copy(order)).rejects.toMatchObject({
      message: expect.stringMatching(/^ENOENT: .+, open '.+'$/),
      code: 'ENOENT',
      errno: -2,
      syscall: 'open',
      path: order.source,
    });
  });

  test('tells a missing folder in the shape of Node', async () => {
    const destination = path('no-folder', 'copy');
    const order = { route, source: sourceOf(1), destination, sizeBytes: 1 } as const;
    await expect(worker().copy(order)).rejects.toMatchObject({ code: 'ENOENT', path: destination });
  });

  test('refuses a destination that exists, keeps it, and goes on', async () => {
    const destination = path(`${strategy.name}-existing`);
    writeFileSync(destination, 'not to be touched');
    const order = { route, source: sourceOf(4097), destination, sizeBytes: 4097 } as const;
    await expect(worker().copy(order)).rejects.toMatchObject({
      code: 'EEXIST',
      errno: -17,
      syscall: 'open',
      path: destination,
    });
    expect(readFileSync(destination, 'utf8')).toBe('not to be touched');
    rmSync(destination);
    await worker().copy(order);
    expect(statSync(destination).size).toBe(4097);
  });

  test('has names with spaces, quotes and other scripts copied', async () => {
    const destination = path(`-n "ütf" \\ 日本 😀 ${strategy.name}`);
    const order = { route, source: sourceOf(4097), destination, sizeBytes: 4097 } as const;
    const error: unknown = await worker()
      .copy(order)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    // Java names files in the encoding of the locale: where that lacks a character it says so.
    if (error === undefined) expect(statSync(destination).size).toBe(4097);
    else expect(messageOf(error)).toMatch(/unmappable characters/);
  });

  test('copies as a strategy too, with one process for many copies', async () => {
    for (const name of ['first', 'second']) {
      const destination = path(`${strategy.name}-${name}`);
      const job = { route, source: sourceOf(4097), destination, sizeBytes: 4097 } as const;
      expect(await strategy.copy(job)).toMatchObject({ elapsedNs: expect.any(Number) });
      expect(statSync(destination).size).toBe(4097);
    }
  });
});
