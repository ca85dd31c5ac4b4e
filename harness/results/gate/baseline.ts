/** A baseline: what an earlier run measured, kept for a gate to compare with. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bounded } from '../../core/bounded-schema.js';
import { fitted } from '../../core/fitted.js';
import { packageVersion } from '../../core/package-root.js';
import { machineSchema } from '../../machine/machine.js';
import { formatPercent } from '../../core/units.js';
import { drift } from '../../statistics/drift.js';
import { hodgesLehmann } from '../../statistics/signed-rank.js';
import { rescale } from '../../statistics/interval.js';
import { median } from '../../statistics/quantile.js';
import {
  allTimes,
  joinPasses,
  scenarioTimesSchema,
  type ArmTimes,
  type ScenarioTimes,
} from '../pass-times.js';
import { pinnedSchema } from '../asked.js';
import { estimateSchema, type RunRecord } from '../record.js';
import { ratios } from './compare-cell.js';
import { controlNoise, passSpread, whyVoid } from './noise.js';

/** Raised with every change of meaning; a baseline of another version is refused, never misread. */
export const BASELINE_FORMAT_VERSION = 1;

/** For people; a gate computes from `scenarios`. */
const summarySchema = z.object({
  scenario: bounded.name,
  noise: z.number().nonnegative().nullable(),
  strategies: bounded.list(
    z.object({
      name: bounded.name,
      medianNs: z.number().positive(),
      /** Time / the reference's time; null for the reference. */
      ratio: estimateSchema.nullable(),
      /** How far two passes may lie apart although nothing changed, such as 0.02. */
      passSpread: z.number().nonnegative(),
    }),
  ),
});

export const baselineSchema = z.object({
  formatVersion: z.literal(BASELINE_FORMAT_VERSION),
  tool: z.object({ name: z.literal('copybench'), version: bounded.name }),
  capturedAt: bounded.moment,
  suite: bounded.name,
  command: bounded.command,
  seed: z.number().int(),
  margin: z.number().positive(),
  commit: bounded.name.nullable(),
  /** Absent where `--pin` was not asked for. */
  pinned: pinnedSchema.optional(),
  machine: machineSchema,
  /** Doubts that --force overruled. */
  forced: bounded.list(bounded.text),
  summary: bounded.list(summarySchema),
  scenarios: bounded.list(scenarioTimesSchema).min(1),
  /** SHA-256 of all the above: a baseline is measured, not edited. */
  digest: bounded.name,
});
export type Baseline = z.infer<typeof baselineSchema>;

/** A run that was a pass of a baseline. */
export interface BaselinePass {
  record: RunRecord;
  times: readonly ScenarioTimes[];
}

/** A reference whose own time changes by so much within a pass was not measured on one machine. */
const REFERENCE_DRIFT = 0.25;

/** A baseline has some forty series, and one in twenty baselines may be doubted for nothing. */
const DRIFT_CONFIDENCE = 0.999;

/** Why these passes make no baseline to rely on; one sentence each, none when they do. */
export function doubtsOf(passes: readonly BaselinePass[], margin: number): string[] {
  const joined = joinPasses(passes.map(({ times }) => times));
  const voids = joined.flatMap((scenario) => {
    const why = whyVoid(scenario, margin);
    return why === null ? [] : [`${scenario.id}: ${why}.`];
  });
  const failures = joined.flatMap(({ id, arms }) =>
    arms
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ name, reason }) => `${id}: ${name} failed: ${reason ?? 'no reason given'}`),
  );
  const drifts = passes.flatMap(({ times }) =>
    times.flatMap((scenario) => scenario.arms.flatMap((arm) => driftOf(scenario, arm, margin))),
  );
  return [...voids, ...failures, ...drifts];
}

/** What a gate compares, the ratio to the reference, must not move within a pass; nor the reference by much. */
function driftOf(scenario: ScenarioTimes, arm: ArmTimes, margin: number): string[] {
  if (arm.class === 'bound') return [];
  const isReference = arm.name === scenario.reference;
  const series = isReference
    ? arm.passes.map((times) => times.filter((t) => t !== null))
    : ratios(scenario, arm);
  const limit = isReference ? REFERENCE_DRIFT : 2 * margin;
  return series.flatMap((values) => {
    if (values.length < 2) return [];
    const { perRound, total } = drift(values, DRIFT_CONFIDENCE);
    const { low, high } = perRound;
    const isReal = low !== null && high !== null && (low > 0 || high < 0);
    if (!isReal || Math.abs(total) <= limit) return [];
    const what = isReference ? arm.name : `${arm.name} beside ${scenario.reference}`;
    const way = total > 0 ? 'slower' : 'faster';
    return [
      `${scenario.id}: ${what} became ${formatPercent(Math.abs(total))} ${way} within a pass.`,
    ];
  });
}

/** The baseline that `passes` make; `forced` are the doubts that were overruled. */
export function makeBaseline(
  passes: readonly [BaselinePass, ...BaselinePass[]],
  { margin, forced }: { margin: number; forced: readonly string[] },
): Baseline {
  const [{ record }] = passes;
  const scenarios = joinPasses(passes.map(({ times }) => times));
  return sealed({
    formatVersion: BASELINE_FORMAT_VERSION,
    tool: { name: 'copybench', version: packageVersion() },
    capturedAt: record.startedAt,
    suite: record.options.suite,
    command: record.options.command,
    seed: record.options.seed,
    margin,
    commit: record.commit?.sha ?? null,
    ...(record.options.pinned && { pinned: record.options.pinned }),
    machine: record.machine,
    forced: [...forced],
    summary: scenarios.map(summaryOf),
    scenarios,
  });
}

/** The same with its digest. */
export function sealed(whole: Omit<Baseline, 'digest'>): Baseline {
  // Cut before it is sealed: a digest of more than is read would not fit.
  const content = fitted(baselineSchema.omit({ digest: true }), whole);
  return { ...content, digest: digestOf(content) };
}

/** Whether `baseline` is as it was written. */
export function isSealed({ digest, ...content }: Baseline): boolean {
  return digestOf(content) === digest;
}

/** Keys in the order of the schema, so that formatting a file anew does not break its digest. */
function digestOf(content: Omit<Baseline, 'digest'>): string {
  const ordered = baselineSchema.omit({ digest: true }).parse(content);
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}

function summaryOf(scenario: ScenarioTimes): Baseline['summary'][number] {
  const measured = scenario.arms.filter(({ outcome }) => outcome === 'measured');
  return {
    scenario: scenario.id,
    noise: controlNoise(scenario),
    strategies: measured
      .filter((arm) => allTimes(arm).length > 0)
      .map((arm) => {
        const values = ratios(scenario, arm).flat();
        const isReference = arm.name === scenario.reference;
        return {
          name: arm.name,
          medianNs: median(allTimes(arm)),
          ratio: isReference || values.length === 0 ? null : centre(values),
          passSpread: passSpread(scenario, arm),
        };
      }),
  };
}

function centre(
  values: readonly number[],
): Baseline['summary'][number]['strategies'][number]['ratio'] {
  return rescale(hodgesLehmann(values.map(Math.log)), Math.exp);
}
