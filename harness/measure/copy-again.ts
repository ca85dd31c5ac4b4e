/** A slowdown of known size, for calibrating: every copy is followed by a copy of a share of the bytes. */
import { rm } from 'node:fs/promises';
import type { FileToFileJob, Strategy } from '../../strategies/strategy.js';
import { HarnessError } from '../core/errors.js';
import type { CopyReport } from './protocol.js';
import { sumOfUsage } from './resources.js';
import { copyOnce, takeSample, type SampledJob } from './sampler.js';

/** A file that holds the share to be copied again. */
export interface Again {
  source: string;
  sizeBytes: number;
}

/**
 * Copies `job`, and then `again` with the same strategy; the report is the sum of both. Nothing sleeps: the
 * time that is added is time of copying, with the noise that copying has.
 *
 * @param eventLoop whether to watch the event loop meanwhile; the delay of the first copy is told
 * @throws HarnessError `E_PROTOCOL` for a route other than file to file; whatever the strategy throws
 */
export async function copyAgain(
  strategy: Strategy,
  job: SampledJob,
  again: Again,
  eventLoop?: boolean,
): Promise<CopyReport> {
  if (job.route !== 'file-to-file') {
    throw new HarnessError('E_PROTOCOL', `Copying a share again knows no route ${job.route}.`);
  }
  const first = await takeSample(strategy, job, eventLoop);
  const second: FileToFileJob = { ...job, ...again, destination: `${job.destination}.again` };
  try {
    // What is collected between the two would be missing before the next copy: the other side, which copies once,
    // would begin each in another state.
    return sumOf(first, await copyOnce(strategy, second, eventLoop));
  } finally {
    await rm(second.destination, { force: true });
  }
}

function sumOf(first: CopyReport, second: CopyReport): CopyReport {
  return {
    ...first,
    elapsedNs: first.elapsedNs + second.elapsedNs,
    roundTripNs: first.roundTripNs + second.roundTripNs,
    usage: first.usage && second.usage && sumOfUsage(first.usage, second.usage),
    systemCalls: sumOrNull(first.systemCalls, second.systemCalls),
  };
}

function sumOrNull(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
