/** Watches what serving a load costs: this process, or the processes of another program. */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import type { ResourceUsage } from '../../binding/addon.js';
import { peakRss, resetPeakRss, usageBetween, usageNow } from '../../measure/resources.js';
import type { LoopDelay } from './messages.js';
import { usageOfProcesses } from './process-usage.js';

/** Step of the timer whose lateness is measured. It wakes the server, so that a finer one would cost it CPU time. */
const STEP_MS = 5;

export interface ServerCost {
  usage: ResourceUsage | null;
  loopDelay: LoopDelay | null;
}

export class ServerWatch {
  readonly #processes: readonly number[];
  readonly #delay: IntervalHistogram | undefined;
  #own = usageNow();
  #others: ResourceUsage | null = null;
  #peakIsFresh = false;

  /** @param processes ids of the processes that serve; none: this one does */
  constructor(processes: readonly number[]) {
    this.#processes = processes;
    if (processes.length === 0) this.#delay = monitorEventLoopDelay({ resolution: STEP_MS });
  }

  begin(): void {
    if (this.#delay) {
      this.#peakIsFresh = resetPeakRss();
      this.#delay.reset();
      this.#delay.enable();
      this.#own = usageNow();
    } else {
      this.#others = usageOfProcesses(this.#processes);
    }
  }

  end(): ServerCost {
    const delay = this.#delay;
    if (!delay) {
      const now = usageOfProcesses(this.#processes);
      return { usage: now && this.#others && less(now, this.#others), loopDelay: null };
    }
    const usage = usageBetween(this.#own, usageNow(), this.#peakIsFresh ? peakRss() : null);
    delay.disable();
    const loopDelay = {
      p50Ns: lateness(delay.percentile(50)),
      p99Ns: lateness(delay.percentile(99)),
      maxNs: lateness(delay.max),
    };
    return { usage, loopDelay: delay.count > 0 ? loopDelay : null };
  }
}

function lateness(ns: number): number {
  return Math.max(0, Math.round(ns - STEP_MS * 1e6));
}

function less(after: ResourceUsage, before: ResourceUsage): ResourceUsage {
  const of = (key: keyof Omit<ResourceUsage, 'peakRssBytes'>): number =>
    Math.max(0, after[key] - before[key]);
  return {
    cpuUserUs: of('cpuUserUs'),
    cpuSystemUs: of('cpuSystemUs'),
    voluntarySwitches: of('voluntarySwitches'),
    involuntarySwitches: of('involuntarySwitches'),
    minorFaults: of('minorFaults'),
    majorFaults: of('majorFaults'),
    peakRssBytes: null,
  };
}
