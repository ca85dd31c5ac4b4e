/** The route `http` with its real processes, and with servers that misbehave. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixtureOf } from '../../../../fixtures/catalog.js';
import { systemClock } from '../../../../harness/core/clock.js';
import { compiledPath } from '../../../../harness/core/package-root.js';
import type { LineCommand } from '../../../../harness/measure/line-process.js';
import { planScenarios, type ScenarioPlan, USUAL } from '../../../../harness/measure/plan.js';
import { isWarmUp } from '../../../../harness/measure/sample.js';
import { runScenario, type ScenarioRun } from '../../../../harness/measure/scheduler.js';
import { summariseScenario } from '../../../../harness/results/summarise-scenario.js';
import { http } from '../../../../harness/routes/http/http.js';
import { planLoad } from '../../../../harness/routes/http/plan-load.js';
import type { VerifyPolicy } from '../../../../harness/routes/route.js';
import { loadStrategy } from '../../../../strategies/discover.js';
import { findNginx } from '../../../../strategies/http/nginx-program.js';

const SCRIPTED = join(import.meta.dirname, 'scripted-server.mjs');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copybench-route-'));
});
afterEach(() => rm(folder, { recursive: true }));

function program(file: string, ...args: string[]): LineCommand {
  const path = compiledPath(`harness/routes/http/${file}`);
  return { file: process.execPath, args: ['--expose-gc', path, ...args] };
}

async function planOf(sizeBytes: number, names: readonly string[]): Promise<ScenarioPlan> {
  const strategies = await Promise.all(names.map(loadStrategy));
  const [plan] = planScenarios({
    fixtures: [fixtureOf(sizeBytes)],
    routes: [
      {
        route: 'http',
        socket: null,
        strategies,
        availability: new Map(),
        versions: new Map(),
        reference: names[0]!,
        comparisons: [],
        conditions: [USUAL],
      },
    ],
    seed: 1,
    rounds: { min: 2, max: 2 },
  });
  return plan!;
}

interface Given {
  sizeBytes: number;
  names: readonly string[];
  verify?: VerifyPolicy;
  server?: (name: string) => LineCommand;
}

async function measure({
  sizeBytes,
  names,
  verify = 'first',
  server,
}: Given): Promise<ScenarioRun> {
  const plan = await planOf(sizeBytes, names);
  const source = join(folder, 'source');
  writeFileSync(source, Buffer.alloc(sizeBytes, 7));
  const ours = (name: string) => program('server-process.js', name);
  const route = http({
    scenario: plan.id,
    route: 'http',
    source,
    sizeBytes,
    conditions: USUAL,
    dropCaches: false,
    copies: folder,
    verify,
    addon: undefined,
    clock: systemClock,
    runBeganNs: systemClock.monotonicNs(),
    doubt: () => undefined,
    server: ({ name, strategy }) => (server ? server(name) : ours(strategy.name)),
    client: program('client-process.js'),
  });
  const quiet = {
    roundBegins: () => undefined,
    copyBegins: () => undefined,
    blockEnds: () => undefined,
  };
  try {
    return await runScenario(plan, {
      startWorker: route.startWorker!,
      takeSample: route.takeSample,
      observer: { ...quiet, sampled: stored, discarded: stored, failed: stored, roundEnds: stored },
      clock: systemClock,
      disturbances: { begin: () => () => undefined },
      signal: new AbortController().signal,
      precision: 0.03,
      shareEndsNs: Number.POSITIVE_INFINITY,
      budgetEndsNs: Number.POSITIVE_INFINITY,
    });
  } finally {
    await route.close();
  }
}

const stored = (): Promise<void> => Promise.resolve();

/** Processes of this machine that have our scenario's folder open as their own. */
function processesOf(path: string): string[] {
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id))
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(path);
      } catch {
        return false;
      }
    });
}

describe('the route http', () => {
  it('measures servers in interleaved rounds, with everything that a sample should say', async () => {
    const names = ['http-stream-pipe', 'http-read-file'];
    const run = await measure({ sizeBytes: 1000, names });
    expect(run.failures).toEqual([]);
    expect(run.order).toHaveLength(3);
    expect(run.samples).toHaveLength(9);
    const { requests, connections } = planLoad(1000);
    for (const sample of run.samples) {
      expect(sample.bytes).toBe(requests * 1000);
      expect(sample.checked).toBe(isWarmUp(sample) ? 'content' : 'size');
      expect(sample.http).toMatchObject({ requests, connections });
      expect(sample.http!.latencyP99Ns).toBeGreaterThan(sample.http!.latencyP50Ns);
      expect(sample.http!.loopDelay!.maxNs).toBeGreaterThanOrEqual(sample.http!.loopDelay!.p99Ns);
      expect(sample.cpuUserUs! + sample.cpuSystemUs!).toBeGreaterThan(0);
    }
    const record = summariseScenario(run, 0.02);
    expect(record).toMatchObject({ route: 'http', load: { requests, connections } });
    expect(record.control).not.toBeNull();
    const [reference] = record.strategies;
    expect(reference).toMatchObject({ outcome: 'measured', name: 'http-stream-pipe' });
  }, 60_000);

  it('has no 99th percentile of a few requests, and compares every round when asked', async () => {
    const names = ['http-read-file'];
    const run = await measure({ sizeBytes: 3_000_000, names, verify: 'all' });
    expect(run.failures).toEqual([]);
    expect(run.samples.map(({ checked }) => checked)).toEqual(Array(6).fill('content'));
    expect(run.samples.every(({ http: seen }) => seen!.latencyP99Ns === null)).toBe(true);
  }, 60_000);

  it.skipIf(!findNginx())(
    'leaves nothing of nginx behind',
    async () => {
      const run = await measure({ sizeBytes: 3_000_000, names: ['nginx-sendfile-on'] });
      expect(run.failures).toEqual([]);
      expect(run.samples.every(({ http: seen }) => seen!.loopDelay === null)).toBe(true);
      expect(run.samples.every(({ cpuUserUs }) => cpuUserUs !== null)).toBe(true);
      expect(processesOf(folder)).toEqual([]);
      expect(readdirSync(folder)).toEqual(['source']);
    },
    60_000,
  );

  it.each([
    ['wrong-bytes', /E_WRONG_BYTES|contents/],
    ['short', /announced 2999999 bytes instead of 3000000/],
    ['refuses', /had status 503 instead of 200/],
    ['closes', /the old one was not kept/],
    ['breaks-off', /broke off|ECONNRESET|socket hang up/],
    ['dies', /broke off|ECONNRE|socket hang up/],
    ['garbage', /not JSON: Listening!/],
  ])(
    'fails a server that is at fault (%s), and measures the others',
    async (fault, reason) => {
      const good = 'http-read-file';
      const run = await measure({
        sizeBytes: 3_000_000,
        names: [good, 'http-stream-pipe'],
        server: (name) =>
          name === 'http-stream-pipe'
            ? { file: process.execPath, args: [SCRIPTED, fault] }
            : program('server-process.js', good),
      });
      expect(run.failures.map(({ arm }) => arm.name)).toEqual(['http-stream-pipe']);
      expect(run.failures[0]!.reason).toMatch(reason);
      const measured = new Set(run.samples.map(({ strategy }) => strategy));
      expect([...measured].toSorted()).toEqual(['control', good]);
    },
    60_000,
  );
});
