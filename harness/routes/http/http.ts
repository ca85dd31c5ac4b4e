/** The route `http`: every arm is a server; one client puts the same load on each of them in turn. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HarnessError } from '../../core/errors.js';
import type { LineCommand } from '../../measure/line-process.js';
import type { ClientFigure } from '../../measure/client-figure.js';
import type { Arm } from '../../measure/plan.js';
import type { CopyReport } from '../../measure/protocol.js';
import type { Sample } from '../../measure/sample.js';
import type { Place } from '../../measure/scheduler.js';
import type { Worker } from '../../measure/worker-process.js';
import { verifies, type Checked, type OpenRoute, type RouteSetting } from '../route.js';
import { sampling } from '../take-sample.js';
import { Client } from './client.js';
import type { LoadResult } from './messages.js';
import { otherClients, type ServedFile } from './other-clients.js';
import { planLoad, type LoadPlan } from './plan-load.js';
import { ServerProcess } from './server.js';

export interface HttpSetting extends RouteSetting {
  /** How the server of an arm is started. */
  server: (arm: Arm) => LineCommand;
  /** How the client is started. */
  client: LineCommand;
}

/** The one file that is served. */
const ID = 'fixture';

/** Opens the route. Servers are started by `startWorker`, one an arm, and stopped by the scheduler. */
export function http(setting: HttpSetting): OpenRoute {
  const route = new HttpRoute(setting);
  const take = sampling(setting, {
    fileOf: () => null,
    ready: () => Promise.resolve(),
    copy: (arm) => route.serve(arm),
    check: (arm, place) => route.check(arm, place),
  });
  return {
    facts: () => null,
    startWorker: (arm) => route.start(arm),
    askOthers: (arms) => route.askOthers(arms),
    takeSample: async (arm, worker, place) => {
      route.begin(place);
      return route.complete(await take(arm, worker, place));
    },
    close: () => route.close(),
  };
}

class HttpRoute {
  readonly #setting: HttpSetting;
  readonly #plan: LoadPlan;
  readonly #client: Client;
  readonly #token = randomBytes(16).toString('hex');
  readonly #servers = new Map<Arm, ServerProcess>();
  #sourceDigest: Promise<string> | undefined;
  /** Of the sample being taken. */
  #place: Place = { round: 0, position: 0 };
  #last: { result: LoadResult; http: Sample['http'] } | undefined;

  constructor(setting: HttpSetting) {
    this.#setting = setting;
    this.#plan = planLoad(setting.sizeBytes);
    this.#client = new Client(setting.client, setting.copyMs);
  }

  async start(arm: Arm): Promise<Worker> {
    const { source, copies: directory, server: commandOf } = this.#setting;
    const files = [{ id: ID, path: resolve(source) }];
    const job = { files, token: this.#token, directory };
    const server = await ServerProcess.start(commandOf(arm), job);
    this.#servers.set(arm, server);
    this.#warnOfPacing(server);
    return {
      copy: () => Promise.reject(new HarnessError('E_WORKER', `${arm.name} is a server.`)),
      stop: () => server.stop(),
    };
  }

  begin(place: Place): void {
    this.#place = place;
    this.#last = undefined;
  }

  /** The timed load. In the warm-up round its bodies are digested as they come. */
  async serve(arm: Arm): Promise<CopyReport> {
    const digest = this.#place.round === 0 && verifies(this.#setting, this.#place);
    const server = this.#server(arm);
    const { result, cost } = await server.watch(() => this.#load(arm, digest));
    const { usage, loopDelay } = cost;
    const { congestion } = server;
    this.#last = { result, http: { ...this.#plan, congestion, ...latencyOf(result), loopDelay } };
    return {
      elapsedNs: result.elapsedNs,
      sentNs: null,
      roundTripNs: result.elapsedNs,
      usage,
      systemCalls: null,
      eventLoopDelayMaxNs: loopDelay?.maxNs ?? null,
    };
  }

  /** The client has checked every length. Where contents are wanted of a timed round, they are fetched once more. */
  async check(arm: Arm, place: Place): Promise<Checked> {
    const { clock } = this.#setting;
    const startedNs = clock.monotonicNs();
    const compares = verifies(this.#setting, place);
    if (compares) {
      const result = place.round === 0 ? this.#last?.result : await this.#load(arm, true);
      await this.#requireEqual(result?.digests ?? []);
    }
    return {
      checked: compares ? 'content' : 'size',
      sharedBytes: null,
      checkNs: clock.monotonicNs() - startedNs,
    };
  }

  complete(sample: Sample): Sample {
    const bytes = this.#plan.requests * this.#setting.sizeBytes;
    return { ...sample, bytes, ...(this.#last?.http ? { http: this.#last.http } : {}) };
  }

  askOthers(arms: readonly Arm[]): Promise<ReadonlyMap<string, readonly ClientFigure[]>> {
    const { sizeBytes } = this.#setting;
    const served = arms.map((arm): [string, ServedFile] => {
      const url = `http://127.0.0.1:${this.#server(arm).port}${this.#path}`;
      return [arm.name, { url, sizeBytes, ...this.#plan }];
    });
    return otherClients(new Map(served), { cpus: this.#setting.client.cpus });
  }

  close(): Promise<void> {
    return this.#client.stop();
  }

  get #path(): string {
    return `/${this.#token}/${ID}`;
  }

  #server(arm: Arm): ServerProcess {
    const server = this.#servers.get(arm);
    if (!server) throw new HarnessError('E_WORKER', `The server of ${arm.name} was not started.`);
    return server;
  }

  #load(arm: Arm, digest: boolean): Promise<LoadResult> {
    const { sizeBytes } = this.#setting;
    return this.#client.run({
      port: this.#server(arm).port,
      path: this.#path,
      sizeBytes,
      ...this.#plan,
      digest,
    });
  }

  async #requireEqual(digests: readonly string[]): Promise<void> {
    this.#sourceDigest ??= digestOf(this.#setting.source);
    const expected = await this.#sourceDigest;
    if (digests.length === 1 && digests[0] === expected) return;
    throw new HarnessError(
      'E_WRONG_BYTES',
      `The bodies had ${digests.length} different contents, SHA-256 ${digests.join(', ')}; the file has ` +
        `${expected}. None of this server is reported.`,
    );
  }

  #warnOfPacing({ congestion }: ServerProcess): void {
    if (congestion !== 'bbr') return;
    this.#setting.doubt(
      'pacing-congestion-control',
      'The servers send with bbr, which paces: their times hold its pauses.',
    );
  }
}

function latencyOf({ latencyP50Ns, latencyP99Ns }: LoadResult) {
  return { latencyP50Ns, latencyP99Ns };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}
