/** Every server, Node's and others, against real clients. */
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoverStrategies } from '../../../strategies/discover.js';
import {
  FILES,
  getOf,
  LARGE_BYTES,
  openDescriptors,
  pathOf,
  receive,
  serve,
  settlesTo,
  TOKEN,
  type Served,
} from './served.js';

const servers = (await discoverStrategies()).filter(({ routes }) => routes.includes('http'));

for (const strategy of servers) {
  const availability = await strategy.available({
    directory: tmpdir(),
    route: 'http',
    socket: 'tcp',
  });
  if (!availability.available) {
    it.skip(`${strategy.name} (skipped: ${availability.reason})`, () => undefined);
    continue;
  }
  describe(strategy.name, () => {
    let served: Served;
    beforeAll(async () => {
      served = await serve(strategy);
    });
    afterAll(() => served.close());

    it.each(Object.keys(FILES))('serves %s, byte for byte', async (id) => {
      const { status, headers, body } = await served.ask(pathOf(id));
      expect(status).toBe(200);
      expect(headers['content-length']).toBe(String(FILES[id]!.length));
      expect(body.equals(FILES[id]!)).toBe(true);
    });

    it('answers many requests on one connection', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const ports = new Set<number | undefined>();
      for (const id of ['small', 'odd', 'large', 'empty', 'one', 'small']) {
        const { body, clientPort } = await served.ask(pathOf(id), { agent });
        expect(body.equals(FILES[id]!)).toBe(true);
        ports.add(clientPort);
      }
      agent.destroy();
      expect(ports.size).toBe(1);
    });

    it('answers requests that were sent before the answers came, in their order', async () => {
      const socket = await served.dial();
      socket.write(getOf('odd') + getOf('small') + getOf('odd', 'Connection: close\r\n'));
      const all = await receive(socket, Number.POSITIVE_INFINITY);
      socket.destroy();
      const bodies = ['odd', 'small', 'odd'].map((id) => all.indexOf(FILES[id]!));
      expect(bodies[0]).toBeGreaterThan(0);
      expect(bodies[1]).toBeGreaterThan(bodies[0]! + FILES['odd']!.length);
      expect(all.lastIndexOf(FILES['odd']!)).toBeGreaterThan(bodies[1]!);
    });

    it('keeps the connection after every kind of answer', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const statuses: (number | undefined)[] = [];
      const ports = new Set<number | undefined>();
      for (const [target, range, method] of [
        [pathOf('odd'), 'bytes=5-9', 'GET'],
        [pathOf('odd'), 'bytes=65537-', 'GET'],
        [pathOf('odd'), '', 'HEAD'],
        ['/nothing', '', 'GET'],
        [pathOf('odd'), '', 'GET'],
      ] as const) {
        const headers = range === '' ? {} : { range };
        const answer = await served.ask(target, { agent, method, headers });
        statuses.push(answer.status);
        ports.add(answer.clientPort);
      }
      agent.destroy();
      expect(statuses).toEqual([206, 416, 200, 404, 200]);
      expect(ports.size).toBe(1);
    });

    it.each([
      ['bytes=0-99', 0, 100],
      ['bytes=-7', 65_530, 65_537],
      ['bytes=65000-', 65_000, 65_537],
      ['bytes=65536-99999999', 65_536, 65_537],
    ])('serves the part %s', async (range, from, to) => {
      const { status, headers, body } = await served.ask(pathOf('odd'), { headers: { range } });
      expect(status).toBe(206);
      expect(headers['content-range']).toBe(`bytes ${from}-${to - 1}/65537`);
      expect(body.equals(FILES['odd']!.subarray(from, to))).toBe(true);
    });

    it('refuses a part past the end', async () => {
      const headers = { range: 'bytes=65537-' };
      const answer = await served.ask(pathOf('odd'), { headers });
      expect(answer.status).toBe(416);
      expect(answer.headers['content-range']).toBe('bytes */65537');
    });

    it('answers HEAD with the header alone', async () => {
      const { status, headers, body } = await served.ask(pathOf('odd'), { method: 'HEAD' });
      expect({ status, length: headers['content-length'] }).toEqual({
        status: 200,
        length: '65537',
      });
      expect(body.length).toBe(0);
    });

    it.each(['POST', 'PUT', 'DELETE'])('answers %s with 405', async (method) => {
      expect((await served.ask(pathOf('small'), { method })).status).toBe(405);
    });

    it.each([
      '/',
      `/${TOKEN}`,
      `/${TOKEN}/`,
      '/small',
      '/wrong-token/small',
      `/${TOKEN}/secret`,
      `/${TOKEN}/../secret`,
      `/${TOKEN}/%2e%2e/secret`,
      `/${TOKEN}/..%2fsecret`,
      `/${TOKEN}/small/../secret`,
      `/${TOKEN}/small%00`,
      '/../../../../etc/passwd',
      '//etc/passwd',
      '/etc/passwd',
      `/${TOKEN}/constructor`,
    ])('has nothing at %s', async (target) => {
      const { status, body } = await served.ask(target);
      expect([400, 404]).toContain(status);
      expect(body.includes('nobody may read this')).toBe(false);
      expect(body.includes('root:')).toBe(false);
    });

    it('outlives clients that go away in the middle, and keeps none of their files open', async () => {
      const before = openDescriptors();
      for (const rude of [true, false, true, false, true, false]) {
        const socket = await served.dial();
        socket.write(getOf('large'));
        await receive(socket, 100_000);
        if (rude) socket.resetAndDestroy();
        else socket.destroy();
      }
      const { body } = await served.ask(pathOf('large'));
      expect(body.equals(FILES['large']!)).toBe(true);
      await settlesTo(openDescriptors, before);
    });

    it('serves others while clients do not read, and these when they do', async () => {
      const slow = await Promise.all(Array.from({ length: 6 }, () => served.dial()));
      for (const socket of slow) {
        socket.write(getOf('large', 'Connection: close\r\n'));
      }
      await sleep(300);
      const quick = await served.ask(pathOf('large'));
      expect(quick.body.equals(FILES['large']!)).toBe(true);
      for (const socket of slow) {
        const all = await receive(socket, Number.POSITIVE_INFINITY);
        expect(all.subarray(-LARGE_BYTES).equals(FILES['large']!)).toBe(true);
        socket.destroy();
      }
    });
  });
}
