/** Reads what curl(1) and wrk(1) print of a load, and refuses a load that went wrong. */
import { HarnessError } from '../../core/errors.js';
import type { ClientFigure } from '../../measure/client-figure.js';

export type Figures = Omit<Extract<ClientFigure, { outcome: 'measured' }>, 'client' | 'outcome'>;

const NS_PER: Readonly<Record<string, number>> = { us: 1e3, ms: 1e6, s: 1e9, m: 60e9 };

/**
 * @param text what `wrk --latency` printed
 * @throws HarnessError `E_SHORT_COPY` when answers were wrong, `E_PROTOCOL` when this is no output of wrk
 */
export function readWrk(text: string, sizeBytes: number): Figures {
  const fault = /(Non-2xx or 3xx responses: \d+|Socket errors: .*)/.exec(text)?.[1];
  if (fault !== undefined)
    throw new HarnessError('E_SHORT_COPY', `wrk says: ${fault.slice(0, 200)}.`);
  const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  if (!isRate(requestsPerSecond)) {
    throw new HarnessError('E_PROTOCOL', `wrk tells no rate: ${text.slice(0, 200)}`);
  }
  return {
    requestsPerSecond,
    bytesPerSecond: requestsPerSecond * sizeBytes,
    latencyP50Ns: percentile(text, 50),
    latencyP99Ns: percentile(text, 99),
  };
}

function percentile(text: string, percent: number): number | null {
  const [, number, unit = ''] =
    new RegExp(`^[ \\t]+${percent}%[ \\t]+([\\d.]+)(us|ms|s|m)$`, 'm').exec(text) ?? [];
  // wrk prints 0.00us where it has seen no answer.
  const ns = Number(number) * (NS_PER[unit] ?? Number.NaN);
  return isRate(ns) ? ns : null;
}

/** Whether it is a number above 0: a record takes no other. */
function isRate(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

/** What curl is told to print of each transfer (`--write-out`). */
export const CURL_FORMAT = '%{http_code} %{size_download} %{time_total}\\n';

/**
 * The first transfer opens the connection and its windows, and is left out.
 *
 * @throws HarnessError `E_SHORT_COPY` when a transfer was not what it should be
 */
export function readCurl(text: string, sizeBytes: number, transfers: number): Figures {
  const lines = text.trim().split('\n');
  const wrong = lines.find((line) => !line.startsWith(`200 ${sizeBytes} `));
  if (wrong !== undefined || lines.length !== transfers) {
    const example = (wrong ?? lines[0] ?? '').slice(0, 200);
    const seen = `${lines.length} of ${transfers} transfers, one of them "${example}"`;
    throw new HarnessError('E_SHORT_COPY', `curl made ${seen} (status, bytes, seconds).`);
  }
  const seconds = lines.slice(1).reduce((sum, line) => sum + Number(line.split(' ')[2]), 0);
  const requestsPerSecond = (transfers - 1) / seconds;
  if (!isRate(requestsPerSecond)) {
    throw new HarnessError('E_PROTOCOL', `curl tells no times: ${text.slice(0, 200)}`);
  }
  return {
    requestsPerSecond,
    bytesPerSecond: requestsPerSecond * sizeBytes,
    latencyP50Ns: null,
    latencyP99Ns: null,
  };
}
