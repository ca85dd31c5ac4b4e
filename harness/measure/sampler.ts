/** Takes one sample of a strategy: one copy, timed by tinybench or by the strategy's own clock. */
import { Bench } from 'tinybench';
import type {
  Checked,
  FileToFileJob,
  FileToSocketJob,
  OwnClock,
  SocketToFileJob,
  Strategy,
} from '../../strategies/strategy.js';
import { collectGarbage } from './collect-garbage.js';
import type { OpenConnection } from './connections.js';
import { withEventLoopDelay } from './event-loop-delay.js';
import type { CopyReport } from './protocol.js';
import { peakRss, resetPeakRss, usageBetween, usageNow } from './resources.js';

type WithOpenConnection<J> = J & { connection: OpenConnection };

/** A job whose connection, if it has one, is open on both sides. */
export type SampledJob =
  FileToFileJob | WithOpenConnection<FileToSocketJob> | WithOpenConnection<SocketToFileJob>;

/**
 * Collects garbage and copies once.
 *
 * @param eventLoop whether to watch the event loop of a JavaScript strategy meanwhile
 * @throws whatever the strategy throws, unchanged
 */
export async function takeSample(
  strategy: Strategy,
  job: SampledJob,
  eventLoop = true,
): Promise<CopyReport> {
  // Workers run with --expose-gc.
  collectGarbage();
  return copyOnce(strategy, job, eventLoop);
}

/** The same without collecting: for a copy that belongs to the one before it. */
export async function copyOnce(
  strategy: Strategy,
  job: SampledJob,
  eventLoop = true,
): Promise<CopyReport> {
  if (strategy.runtime !== 'javascript' || !eventLoop) return timedCopy(strategy, job, null);
  const { result, delayMaxNs } = await withEventLoopDelay(() => timedCopy(strategy, job, 0));
  return { ...result, eventLoopDelayMaxNs: delayMaxNs };
}

async function timedCopy(
  strategy: Strategy,
  job: SampledJob,
  eventLoopDelayMaxNs: number | null,
): Promise<CopyReport> {
  const peakIsFresh = resetPeakRss();
  let returned: OwnClock | Checked | undefined;
  let roundTripNs = 0;
  let sentNs: number | null = null;
  let before = usageNow();
  let after = before;
  const elapsedMs = await timeOnce(
    strategy.name,
    async () => {
      const startedNs = process.hrtime.bigint();
      if (holdsNoClock(strategy) && job.route === 'socket-to-file') job.connection.go();
      returned = (await strategy.copy(job)) ?? undefined;
      if (holdsNoClock(strategy) && job.route === 'file-to-socket') {
        sentNs = nsSince(startedNs);
        await job.connection.acknowledged();
      }
      roundTripNs = nsSince(startedNs);
      const own = clockOf(returned);
      return own ? { overriddenDuration: own.elapsedNs / 1e6 } : undefined;
    },
    { beforeEach: () => void (before = usageNow()), afterEach: () => void (after = usageNow()) },
  );
  const own = clockOf(returned);
  const usage = own ? own.usage : usageBetween(before, after, peakIsFresh ? peakRss() : null);
  return {
    elapsedNs: Math.round(elapsedMs * 1e6),
    sentNs: own?.sentNs ?? sentNs,
    roundTripNs,
    usage: withPeak(usage, strategy, peakIsFresh),
    systemCalls: own?.systemCalls ?? null,
    eventLoopDelayMaxNs,
    ...('connection' in job && { congestion: job.connection.congestion }),
    ...(returned?.digest && { digest: returned.digest }),
    ...(own?.doubts?.length && { doubts: [...own.doubts] }),
  };
}

/** Those are timed from outside, and the harness speaks with the other side of a socket for them. */
function holdsNoClock({ runtime }: Strategy): boolean {
  return runtime === 'javascript';
}

function nsSince(startedNs: bigint): number {
  return Number(process.hrtime.bigint() - startedNs);
}

function clockOf(returned: OwnClock | Checked | undefined): OwnClock | undefined {
  return returned && 'elapsedNs' in returned ? returned : undefined;
}

/** A native copy runs in this process, so its peak is this process's; a child's is its own or unknown. */
function withPeak(
  usage: CopyReport['usage'],
  strategy: Strategy,
  peakIsFresh: boolean,
): CopyReport['usage'] {
  if (!usage || strategy.runtime !== 'native') return usage;
  return { ...usage, peakRssBytes: peakIsFresh ? peakRss() : null };
}

interface Hooks {
  beforeEach: () => void;
  afterEach: () => void;
}

/** One task, one iteration. tinybench sorts samples and pools rounds, so each request has a Bench of its own. */
async function timeOnce(
  name: string,
  task: () => Promise<{ overriddenDuration: number } | undefined>,
  hooks: Hooks,
): Promise<number> {
  const bench = new Bench({
    iterations: 1,
    time: 0,
    warmup: false,
    throws: false,
    timestampProvider: 'hrtimeNow',
  });
  bench.add(name, task, { async: true, ...hooks });
  const [done] = await bench.run();
  const result = done?.result;
  if (result?.state === 'errored') throw result.error;
  if (result?.state !== 'completed') throw new Error(`tinybench ended in state ${result?.state}`);
  return result.latency.min;
}
