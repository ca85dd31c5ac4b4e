/** What a run that was killed or interrupted left: how far it came, and what holds of it. */
import type { Earlier } from '../measure/earlier.js';
import { isWarmUp, type Sample } from '../measure/sample.js';
import { hasCode } from '../core/errors.js';
import type { RunEvent } from './events.js';
import type { RunRecord, ScenarioRecord, TimeAccount } from './record.js';
import { readRunPlan, type RunPlan } from './run-plan.js';
import type { Seam } from './seam.js';
import { readEvents, readRecord, readSamples } from './store.js';
import { discardedWarning, resumedWarning, type Warning } from './warning.js';

/** What a session keeps of those before it. */
export interface Continued {
  /** Those that were measured to their end. */
  scenarios: ScenarioRecord[];
  warnings: readonly Warning[];
  seams: readonly Seam[];
  time: TimeAccount;
}

export interface EarlierRun {
  directory: string;
  plan: RunPlan;
  /** Null when it was killed in its first scenario. */
  record: RunRecord | null;
  samples: readonly Sample[];
  events: readonly RunEvent[];
  /** The run was killed while it wrote its last line, which is lost. */
  truncated: boolean;
  continued: Continued;
}

/**
 * Reads what is there of a run.
 *
 * @throws HarnessError `E_RECORD_MISSING` when it had not begun to copy; `E_RECORD_MALFORMED`, `E_RECORD_VERSION`
 *   or `E_SAMPLES_MALFORMED` when something in it is damaged
 */
export async function readEarlierRun(directory: string): Promise<EarlierRun> {
  const plan = await readRunPlan(directory);
  const record = await readRecord(directory).catch((error: unknown) => {
    if (hasCode(error, 'E_RECORD_MISSING')) return null;
    throw error;
  });
  const { samples, truncated } = await readSamples(directory);
  const { events } = await readEvents(directory);
  const left = { directory, plan, record, samples, events, truncated };
  return { ...left, continued: continuedFrom(left) };
}

/** What was taken of one scenario. */
export function earlierOf(run: Pick<EarlierRun, 'samples' | 'events'>, scenario: string): Earlier {
  return {
    samples: run.samples.filter((sample) => sample.scenario === scenario),
    failures: run.events.flatMap((event) =>
      event.type === 'failed' && event.scenario === scenario ? [event] : [],
    ),
  };
}

/** Nanoseconds from the beginning of the run to the end of its last sample. */
export function spentNs({ samples }: Pick<EarlierRun, 'samples'>): number {
  return samples.reduce((last, { atNs, elapsedNs }) => Math.max(last, atNs + elapsedNs), 0);
}

function continuedFrom(left: Omit<EarlierRun, 'continued'>): Continued {
  const { record, events } = left;
  const scenarios = (record?.scenarios ?? []).filter(({ stopped }) => stopped !== 'interrupted');
  const concluded = new Set(scenarios.map(({ id }) => id));
  const holds = ({ code, scenario }: Warning): boolean =>
    code !== 'interrupted' && (scenario === undefined || concluded.has(scenario));
  return {
    scenarios,
    warnings: [...(record?.warnings ?? []).filter(holds), ...events.flatMap(warningOf)],
    seams: events.flatMap((event) => (event.type === 'resumed' ? [event.seam] : [])),
    time: timeOf(left),
  };
}

function warningOf(event: RunEvent): Warning[] {
  if (event.type === 'doubt') return [event.warning];
  if (event.type === 'resumed') return [resumedWarning(event.seam)];
  if (event.type === 'discarded') return discardedWarning(event);
  return [];
}

function sum(samples: readonly Sample[], of: (sample: Sample) => number): number {
  return samples.reduce((total, sample) => total + of(sample), 0);
}

/** What the record says of the time before the first copies, and what the samples say of the copies. */
function timeOf({ record, samples }: Pick<EarlierRun, 'record' | 'samples'>): TimeAccount {
  const spent = spentNs({ samples });
  return {
    preparedNs: record?.time.preparedNs ?? samples[0]?.atNs ?? 0,
    startedNs: record?.time.startedNs ?? 0,
    explainedNs: record?.time.explainedNs ?? 0,
    measuredNs: sum(
      samples.filter((sample) => !isWarmUp(sample)),
      ({ elapsedNs }) => elapsedNs,
    ),
    warmUpNs: sum(samples.filter(isWarmUp), ({ elapsedNs }) => elapsedNs),
    settledNs: sum(samples, ({ settleNs }) => settleNs),
    checkedNs: sum(samples, ({ checkNs }) => checkNs),
    deletedNs: sum(samples, ({ deleteNs }) => deleteNs),
    totalNs: Math.max(spent, record?.time.totalNs ?? 0),
  };
}
