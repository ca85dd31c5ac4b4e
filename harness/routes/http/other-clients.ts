/** The clients that people know, beside our own: wrk for many small answers, curl for large ones. */
import { execFile } from 'node:child_process';
import { describeError, hasCode } from '../../core/errors.js';
import { startedOn } from '../../measure/affinity.js';
import { deadlineMs } from '../../measure/deadline.js';
import type { ClientFigure } from '../../measure/client-figure.js';
import type { LineCommand } from '../../measure/line-process.js';
import { median } from '../../statistics/quantile.js';
import { CURL_FORMAT, readCurl, readWrk, type Figures } from './client-output.js';
import type { LoadPlan } from './plan-load.js';

/** Loads on each server; they take turns, so that a disturbance does not hit one alone. */
const TURNS = 3;
/** Above this a load is a question of bytes a second, below of requests. */
const SMALL_BYTES = 1e6;
/** As long as wrk can be told to last at least. */
const WRK_SECONDS = 1;

export interface ServedFile extends LoadPlan {
  url: string;
  sizeBytes: number;
}

/**
 * Puts the load of another client on each of `servers`, by name; a server may fail with it and not with ours.
 *
 * @param how `cpus`: the only ones that clients may run on; `program`: only tests name another one
 */
export async function otherClients(
  servers: ReadonlyMap<string, ServedFile>,
  how: { program?: string; cpus?: readonly number[] | undefined } = {},
): Promise<Map<string, ClientFigure[]>> {
  const seen = new Map<string, Figures[]>();
  const ended = new Map<string, ClientFigure>();
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, file] of servers) {
      if (ended.has(name)) continue;
      try {
        seen.set(name, [...(seen.get(name) ?? []), await putLoad(file, how)]);
      } catch (error) {
        ended.set(name, lost(clientOf(file), error));
      }
    }
  }
  return new Map(
    [...servers].map(([name, file]) => [
      name,
      [ended.get(name) ?? summed(clientOf(file), seen.get(name) ?? [])],
    ]),
  );
}

function clientOf({ sizeBytes }: ServedFile): ClientFigure['client'] {
  return sizeBytes <= SMALL_BYTES ? 'wrk' : 'curl';
}

async function putLoad(
  file: ServedFile,
  how: { program?: string; cpus?: readonly number[] | undefined },
): Promise<Figures> {
  const { program = clientOf(file), cpus } = how;
  const { url, sizeBytes, requests, connections } = file;
  if (clientOf(file) === 'wrk') {
    const load = ['-t', '1', '-c', String(connections), '-d', `${WRK_SECONDS}s`, '--latency'];
    return readWrk(
      await run({ file: program, args: [...load, url], cpus }, WRK_SECONDS * 1000),
      sizeBytes,
    );
  }
  // One connection, and one transfer more, which opens it. No server minds the query that makes them many.
  const transfers = requests + 1;
  const silent = ['--silent', '--show-error', '--noproxy', '*', '--output', '/dev/null'];
  const args = [...silent, '--write-out', CURL_FORMAT, `${url}?[1-${transfers}]`];
  const output = await run({ file: program, args, cpus }, (transfers * sizeBytes) / 1e4);
  return readCurl(output, sizeBytes, transfers);
}

/** @param expectedMs how long it should take on a slow machine, besides what everything may take */
function run({ file, args, cpus }: LineCommand, expectedMs: number): Promise<string> {
  const timeout = deadlineMs(0) + expectedMs;
  return new Promise((resolve, reject) => {
    startedOn(cpus, () =>
      execFile(file, args, { timeout, killSignal: 'SIGKILL' }, (error, stdout) => {
        if (error) reject(error);
        else resolve(stdout);
      }),
    );
  });
}

function lost(client: ClientFigure['client'], error: unknown): ClientFigure {
  return hasCode(error, 'ENOENT')
    ? { client, outcome: 'unsupported', reason: `${client} is not installed` }
    : { client, outcome: 'failed', reason: describeError(error) };
}

function summed(client: ClientFigure['client'], figures: readonly Figures[]): ClientFigure {
  const of = (key: 'requestsPerSecond' | 'bytesPerSecond'): number =>
    median(figures.map((figure) => figure[key]));
  const latency = (key: 'latencyP50Ns' | 'latencyP99Ns'): number | null => {
    const known = figures.map((figure) => figure[key]).filter((ns) => ns !== null);
    return known.length === 0 ? null : median(known);
  };
  return {
    client,
    outcome: 'measured',
    requestsPerSecond: of('requestsPerSecond'),
    bytesPerSecond: of('bytesPerSecond'),
    latencyP50Ns: latency('latencyP50Ns'),
    latencyP99Ns: latency('latencyP99Ns'),
  };
}
