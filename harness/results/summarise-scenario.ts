/** Turns the samples of one scenario into its record: summaries, paired speedups, control, verdicts. */
import { elapsedByRound, pairByRound } from '../measure/pairing.js';
import type { CallCount } from '../measure/call-count.js';
import type { ScenarioPlan } from '../measure/plan.js';
import { CONTROL, isWarmUp, type Sample } from '../measure/sample.js';
import type { ScenarioRun } from '../measure/scheduler.js';
import { minimumDetectableChange, sigma } from '../statistics/detectable-change.js';
import { medianRatio, pairedLogRatios, pairedRatio } from '../statistics/paired-ratio.js';
import { median } from '../statistics/quantile.js';
import type { ComparisonRecord, MeasuredRecord, ScenarioRecord, StrategyRecord } from './record.js';
import { memoryOf } from './memory.js';
import { loadOf } from './summarise-http.js';
import { summariseStrategy } from './summarise-strategy.js';
import { judge, noiseOf } from './verdict.js';

/** What the kernel made of the connections; null where it does not tell, and for files. */
export type SocketFacts = Omit<NonNullable<ScenarioRecord['socket']>, 'kind'>;

const UNKNOWN_SOCKET: SocketFacts = {
  congestion: null,
  sendBufferBytes: null,
  receiveBufferBytes: null,
};

/**
 * The record of a scenario, computed from its samples alone: the same samples give the same record.
 *
 * @param isVirtual whether the machine is a virtual one
 */
export function summariseScenario(
  run: ScenarioRun,
  margin: number,
  sockets: SocketFacts | null = null,
  isVirtual = false,
): ScenarioRecord {
  const { plan } = run;
  const all = run.samples.filter((sample) => !isWarmUp(sample));
  // What an arm took before it failed is kept on disk and says nothing here, of itself or of others.
  const broken = new Set(run.failures.map(({ arm }) => arm.name));
  const samples = all.filter(({ strategy }) => !broken.has(strategy));
  const control = summariseControl(plan, samples);
  const measured = run.plan.arms
    .filter(({ name }) => name !== CONTROL)
    .flatMap(({ name, strategy }): StrategyRecord[] => {
      const failure = run.failures.find(({ arm }) => arm.name === name);
      const own = all.filter((sample) => sample.strategy === name);
      if (failure) return [failed(strategy, failure.reason, own.length)];
      // Its turn did not come: the run was cut short, or its time was spent with the warm-up round.
      if (own.length === 0) return [];
      const version = run.versions.get(name) ?? plan.versions.get(name);
      const summary = withCalls(
        summariseStrategy(strategy, own, plan.route, version),
        run.calls.get(name),
      );
      const others = run.clients.get(name);
      const events = run.events.get(name);
      const whole = {
        ...summary,
        ...(events && { events }),
        ...(others && { clients: [...others] }),
      };
      return [compared(whole, { plan, samples, margin, noise: control?.noise ?? null })];
    });
  return {
    id: plan.id,
    route: plan.route,
    ...(plan.directories && { directories: plan.directories }),
    socket: plan.socket && { kind: plan.socket, ...(sockets ?? UNKNOWN_SOCKET) },
    fixture: plan.fixture.name,
    sizeBytes: plan.fixture.sizeBytes,
    ...conditionsOf(plan, samples, isVirtual),
    ...loadOf(samples),
    reference: plan.reference,
    rounds: run.rounds,
    stopped: run.stopped,
    seed: plan.seed,
    order: run.order,
    control,
    comparisons: [...plan.comparisons, ...twins(plan)].flatMap((pair) => compare(pair, samples)),
    strategies: [
      ...measured,
      ...plan.unsupported.map(({ strategy, reason }) => ({
        ...identity(strategy),
        outcome: 'unsupported' as const,
        reason,
      })),
    ],
  };
}

/** A copier's own count is of every sample and goes before that of one copy under strace. */
function withCalls(summary: MeasuredRecord, calls: CallCount | undefined): MeasuredRecord {
  if (calls === undefined) return summary;
  const own = summary.systemCalls;
  if (calls.counted === 'strace') {
    const seen = Object.values(calls.byName).reduce((sum, count) => sum + count, 0);
    return { ...summary, calls, systemCalls: own ?? seen };
  }
  return { ...summary, calls: own === null ? calls : { counted: 'copier' } };
}

/** What was asked for, and proven where that could be done. */
function conditionsOf(plan: ScenarioPlan, samples: readonly Sample[], isVirtual: boolean) {
  const { durability, destination } = plan.conditions;
  return {
    cache: cacheOf(plan, samples, isVirtual),
    durability,
    destination: plan.route.endsWith('file') ? destination : ('socket' as const),
    ...memoryOf(plan, samples),
  };
}

/** What was proven before every copy; nothing is where nothing was measured. */
function cacheOf(
  { conditions: { cache } }: ScenarioPlan,
  samples: readonly Sample[],
  isVirtual: boolean,
): ScenarioRecord['cache'] {
  const wanted = cache === 'warm' ? 1 : 0;
  const isProven = samples.length > 0 && samples.every((s) => s.residentShare === wanted);
  if (!isProven) return 'unverified';
  // The host of a virtual machine may still hold what its guest has dropped.
  return cache === 'cold' && isVirtual ? 'guest-cold' : cache;
}

/** The reference against itself: what this run would have called a difference where there is none. */
function summariseControl(
  plan: ScenarioPlan,
  samples: readonly Sample[],
): ScenarioRecord['control'] {
  const { left, right } = pairByRound(
    elapsedByRound(samples, plan.reference),
    elapsedByRound(samples, CONTROL),
  );
  if (left.length === 0) return null;
  const speedup = pairedRatio(left, right);
  return { speedup, noise: noiseOf(speedup), sigma: spread(left, right) };
}

interface Surroundings {
  plan: ScenarioPlan;
  samples: readonly Sample[];
  margin: number;
  noise: number | null;
}

/** Adds the speedup over the reference, where the two do the same work. */
function compared(
  summary: MeasuredRecord,
  { plan, samples, margin, noise }: Surroundings,
): MeasuredRecord {
  if (summary.class !== 'copy' || summary.checks || summary.name === plan.reference) return summary;
  const { left, right } = pairByRound(
    elapsedByRound(samples, plan.reference),
    elapsedByRound(samples, summary.name),
  );
  if (left.length === 0) return summary;
  const speedup = pairedRatio(left, right);
  return {
    ...summary,
    speedup,
    speedupByMedian: medianRatio(left, right),
    mde: left.length > 1 ? minimumDetectableChange(spread(left, right), left.length) : null,
    verdict: judge(speedup, margin, noise),
  };
}

/** Each strategy that also checks what it copies, beside the one that makes the same copy and does not. */
function twins({ arms }: ScenarioPlan): ScenarioPlan['comparisons'] {
  return arms.flatMap(({ strategy: { name, checks } }) =>
    checks ? [{ name: 'inspect', slower: name, faster: checks.twin }] : [],
  );
}

function compare(
  { name, slower, faster }: ScenarioPlan['comparisons'][number],
  samples: readonly Sample[],
): ComparisonRecord[] {
  const { left, right } = pairByRound(
    elapsedByRound(samples, slower),
    elapsedByRound(samples, faster),
  );
  if (left.length === 0) return [];
  return [
    {
      name,
      slower,
      faster,
      slowerMedianNs: median(left),
      fasterMedianNs: median(right),
      speedup: pairedRatio(left, right),
    },
  ];
}

/** Standard deviation of the paired log ratio; 0 for a single pair, which has no interval either. */
function spread(left: readonly number[], right: readonly number[]): number {
  return left.length > 1 ? sigma(pairedLogRatios(left, right)) : 0;
}

type Described = ScenarioPlan['arms'][number]['strategy'];

function identity({ name, label, class: kind, runtime, checks }: Described) {
  return { name, label, class: kind, runtime, ...(checks && { checks }) };
}

function failed(strategy: Described, reason: string, samples: number): StrategyRecord {
  return { ...identity(strategy), outcome: 'failed', reason, samples };
}
