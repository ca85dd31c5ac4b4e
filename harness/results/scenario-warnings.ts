/** The doubts that a finished scenario raises by itself. */
import { elapsedByRound } from '../measure/pairing.js';
import { FEWEST_ROUNDS } from '../measure/plan.js';
import { ENOUGH_REASONS } from '../measure/stop-rule.js';
import { CONTROL, isWarmUp, type Sample } from '../measure/sample.js';
import type { ScenarioRun } from '../measure/scheduler.js';
import { formatDuration, formatSize } from '../core/units.js';
import { bimodality } from '../statistics/bimodality.js';
import { drift } from '../statistics/drift.js';
import { logHalfWidth } from '../statistics/interval.js';
import { congestionWarnings } from './congestion.js';
import { memoryWarnings } from './memory.js';
import type { MeasuredRecord, ScenarioRecord } from './record.js';
import type { Warning, WarningCode } from './warning.js';

/** A reference that gets this much slower or faster from the first round to the last is worth a word. */
const DRIFT_WORTH_TELLING = 0.1;
/** So is a hypervisor that takes this share of the CPU time there was during the copies. */
const STEAL_WORTH_TELLING = 0.02;

/** Warnings about one scenario, in the order of their weight. */
export function scenarioWarnings(
  run: ScenarioRun,
  record: ScenarioRecord,
  { precision, cores }: { precision: number; cores: number },
): Warning[] {
  const about = (
    code: WarningCode,
    message: string,
    remedy: string,
    strategy?: string,
  ): Warning => ({
    code,
    scenario: record.id,
    ...(strategy === undefined ? {} : { strategy }),
    message,
    remedy,
  });
  return [
    ...failures(run, record, about),
    ...control(record, about),
    ...rounds(record, precision, about),
    ...shapes(run, record, about),
    ...congestionWarnings(record),
    ...memoryWarnings(record),
    ...steal(run, cores, about),
  ];
}

type About = (code: WarningCode, message: string, remedy: string, strategy?: string) => Warning;

function failures(run: ScenarioRun, record: ScenarioRecord, about: About): Warning[] {
  const failed = record.strategies
    .filter((strategy) => strategy.outcome === 'failed')
    .map(({ name, reason }) => ({
      name,
      reason,
      remedy:
        'It is left out of the tables. Look at the reason, then run it alone with --strategies.',
    }));
  // The control is no strategy of its own, so that only this warning tells of it.
  const lost = run.failures
    .filter(({ arm }) => arm.name === CONTROL)
    .map(({ reason }) => ({
      name: CONTROL,
      reason,
      remedy:
        'Without it the noise of this scenario is not known. Look at the reason and measure again.',
    }));
  return [...failed, ...lost].map(({ name, reason, remedy }) =>
    about('strategy-failed', `${name} failed: ${reason.replace(/\.?$/, '.')}`, remedy, name),
  );
}

function control({ control: found, reference }: ScenarioRecord, about: About): Warning[] {
  if (!found || found.speedup.low === null || found.speedup.high === null) return [];
  const { low, high } = found.speedup;
  if (low <= 1 && high >= 1) return [];
  return [
    about(
      'control-off',
      `The control arm, ${reference} against itself, came out as ${low.toFixed(3)}x to ${high.toFixed(3)}x: ` +
        'it should contain 1.',
      'Differences of that size mean nothing in this scenario. End what else runs here and measure again.',
    ),
  ];
}

function rounds(record: ScenarioRecord, precision: number, about: About): Warning[] {
  if (record.stopped === 'empty') return [];
  if (record.rounds < FEWEST_ROUNDS) {
    return [
      about(
        'few-rounds',
        `Only ${record.rounds} rounds were measured, and a 95 % interval needs ${FEWEST_ROUNDS}.`,
        'Give it more time with --budget, or fewer strategies with --strategies.',
      ),
    ];
  }
  const wide = measuredOf(record).filter(
    ({ speedup }) => speedup && logHalfWidth(speedup) > precision,
  );
  const isEnough = ENOUGH_REASONS.some((reason) => reason === record.stopped);
  if (isEnough || wide.length === 0) return [];
  return [
    about(
      'budget-spent',
      `${wide.length === 1 ? 'One speedup interval is' : `${wide.length} speedup intervals are`} wider than +-${(precision * 100).toFixed(0)} %: ` +
        `${wide.map(({ name }) => name).join(', ')}.`,
      'They are as wide as shown. Narrower ones take more time: --budget 15m, or --rounds 40.',
    ),
  ];
}

function shapes(run: ScenarioRun, record: ScenarioRecord, about: About): Warning[] {
  const samples = run.samples.filter((sample) => !isWarmUp(sample));
  return measuredOf(record).flatMap((strategy) => {
    const times = [...elapsedByRound(samples, strategy.name).values()];
    return [
      ...clones(strategy, run, about),
      ...holes(strategy, samples, record, about),
      ...(strategy.class === 'bound' ? [] : modes(strategy.name, times, about)),
      ...(strategy.name === record.reference ? drifting(strategy.name, times, about) : []),
    ];
  });
}

function clones(strategy: MeasuredRecord, run: ScenarioRun, about: About): Warning[] {
  const declared = run.plan.arms.find(({ name }) => name === strategy.name)?.strategy.class;
  if (declared !== 'copy' || strategy.class !== 'clone') return [];
  return [
    about(
      'clone-in-copy-class',
      `${strategy.name} moved no data here: its destination shares extents with the source.`,
      'It stands among the clones. On this filesystem a later write pays for the copy.',
      strategy.name,
    ),
  ];
}

/** Small files may be kept beside their inode; a file a tenth of which is missing has holes, or was compressed. */
const SMALLEST_WITH_BLOCKS = 65_536;
const LEAST_ALLOCATED = 0.9;

function holes(
  { name, class: kind }: MeasuredRecord,
  samples: readonly Sample[],
  { sizeBytes }: ScenarioRecord,
  about: About,
): Warning[] {
  const allocated = samples.flatMap((sample) =>
    sample.strategy === name ? (sample.allocatedBytes ?? []) : [],
  );
  const least = Math.min(...allocated);
  if (kind !== 'copy' || sizeBytes < SMALLEST_WITH_BLOCKS || least >= sizeBytes * LEAST_ALLOCATED)
    return [];
  return [
    about(
      'sparse-copy',
      `${name} left a file of ${formatSize(sizeBytes)} that takes ${formatSize(least)}: it has holes, or the ` +
        'filesystem compressed or deduplicated it.',
      'Not every byte was written, so its time is not that of a copy. Look at the mount options of --dir.',
      name,
    ),
  ];
}

function modes(name: string, times: readonly number[], about: About): Warning[] {
  const found = bimodality(times);
  if (!found.bimodal) return [];
  const share = Math.round(found.shareHigh * 100);
  return [
    about(
      'bimodal',
      `${name} has two speeds: ${formatDuration(found.lowMode)}, and ${formatDuration(found.highMode)} ` +
        `in ${share} % of the rounds.`,
      'Its median stands for neither. On a virtual machine memory may not be backed by the host: see --ballast.',
      name,
    ),
  ];
}

function drifting(name: string, times: readonly number[], about: About): Warning[] {
  if (times.length < FEWEST_ROUNDS) return [];
  const { perRound, total } = drift(times);
  const { low, high } = perRound;
  if (low === null || high === null || (low <= 0 && high >= 0)) return [];
  if (Math.abs(total) < DRIFT_WORTH_TELLING) return [];
  return [
    about(
      'drift',
      `${name} became ${(Math.abs(total) * 100).toFixed(0)} % ${total > 0 ? 'slower' : 'faster'} ` +
        'from the first round to the last.',
      'Speedups are paired by round and hold; absolute times do not. Let the machine come to rest and repeat.',
      name,
    ),
  ];
}

function steal(run: ScenarioRun, cores: number, about: About): Warning[] {
  const known = run.samples.filter((sample) => sample.stealMs !== null);
  const stolenNs = known.reduce((sum, sample) => sum + (sample.stealMs ?? 0) * 1e6, 0);
  const elapsedNs = known.reduce((sum, sample) => sum + sample.elapsedNs, 0);
  if (stolenNs <= elapsedNs * cores * STEAL_WORTH_TELLING) return [];
  return [
    about(
      'steal-high',
      `The hypervisor gave ${formatDuration(stolenNs)} of CPU time to others during ` +
        `${formatDuration(elapsedNs)} of copies on ${cores} CPUs.`,
      'Measure when the host is quieter, or on a machine with CPUs of its own.',
    ),
  ];
}

function measuredOf(record: ScenarioRecord): MeasuredRecord[] {
  return record.strategies.filter((strategy) => strategy.outcome === 'measured');
}
