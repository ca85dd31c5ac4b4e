/** curl and wrk against a real server, and what becomes of it where they are not installed or the server errs. */
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherClients, type ServedFile } from '../../../../harness/routes/http/other-clients.js';

const SIZES = { wrk: 1000, curl: 2_000_000 } as const;
const installed = (program: string): boolean => !spawnSync(program, ['-V']).error;

let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [, size, status] = (request.url ?? '').split('?', 1)[0]!.split('/').map(Number);
    response.writeHead(status ?? 200).end(Buffer.alloc(size ?? 0));
  }).listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => void server.close());

function served(sizeBytes: number, status = 200): Map<string, ServedFile> {
  const url = `http://127.0.0.1:${port}/${sizeBytes}/${status}`;
  return new Map([['one', { url, sizeBytes, requests: 5, connections: 2 }]]);
}

describe.each(['wrk', 'curl'] as const)('%s', (client) => {
  const sizeBytes = SIZES[client];
  const reason = installed(client) ? '' : ` (skipped: ${client} is not installed)`;

  test.skipIf(reason !== '')(`measures a server${reason}`, async () => {
    const [figure] = (await otherClients(served(sizeBytes))).get('one') ?? [];
    const some = expect.toSatisfy((number: number) => number > 0);
    expect(figure).toMatchObject({
      client,
      outcome: 'measured',
      requestsPerSecond: some,
      bytesPerSecond: some,
      latencyP50Ns: client === 'wrk' ? some : null,
    });
  });

  test.skipIf(reason !== '')(`fails with a server that errs${reason}`, async () => {
    const [figure] = (await otherClients(served(sizeBytes, 503))).get('one') ?? [];
    expect(figure).toMatchObject({
      client,
      outcome: 'failed',
      reason: expect.stringMatching(/503|Non-2xx/),
    });
  });

  test('that is not installed is unsupported, with the reason', async () => {
    const figures = await otherClients(served(sizeBytes), { program: '/no/such/program' });
    expect(figures.get('one')).toEqual([
      { client, outcome: 'unsupported', reason: `${client} is not installed` },
    ]);
  });
});
