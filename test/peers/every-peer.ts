/** Runs tests for every peer that works here; the others are visible skips. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkerProcess, type WorkerCommand } from '../../harness/measure/worker-process.js';
import { discoverStrategies } from '../../strategies/discover.js';
import type { Route, SocketKind, Strategy } from '../../strategies/strategy.js';

const peers = (await discoverStrategies()).filter(({ runtime }) => runtime === 'peer');

/** A peer and how its process is started. */
export interface Peer {
  strategy: Strategy;
  command: WorkerCommand;
}

/** One block of tests for each peer that knows the route and works here. */
export async function describePeers(
  route: Route,
  body: (peer: Peer) => void,
  { socket = 'tcp', except = [] }: { socket?: SocketKind; except?: readonly string[] } = {},
): Promise<void> {
  const wanted = peers.filter(
    ({ name, routes }) => routes.includes(route) && !except.includes(name),
  );
  for (const strategy of wanted) {
    const availability = await strategy.available({ directory: tmpdir(), route, socket });
    const command = strategy.worker;
    if (availability.available && command) {
      describe(`${strategy.name}, ${route}`, () => body({ strategy, command }));
    } else {
      const reason = availability.available ? 'it has no worker' : availability.reason;
      test.skip(`${strategy.name}, ${route} (skipped: ${reason})`, () => undefined);
    }
  }
}

/** Makes a folder that is removed after the tests of this block. Returns it as a function of a file's name. */
export function temporaryFolder(): (...names: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'copybench-peers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...names) => join(folder, ...names);
}

/** One worker for all tests of this block, for starting a language takes its time. */
export function startedWorker(command: WorkerCommand): () => WorkerProcess {
  let worker: WorkerProcess | undefined;
  beforeAll(async () => {
    worker = await WorkerProcess.start(command);
  });
  afterAll(() => worker?.stop());
  return () => worker ?? expect.fail('the worker did not start');
}
