/** Several runs of one machine as one: their samples together, their figures pooled on two levels. */
import { HarnessError } from '../core/errors.js';
import type { Sample } from '../measure/sample.js';
import { pinnedName } from './pinned-name.js';
import { poolScenario } from './pool-scenario.js';
import type { SampledRun } from './read-run.js';
import type { MergedRun } from './record-origin.js';
import { ofDirectories, type RunRecord, type ScenarioRecord, type TimeAccount } from './record.js';
import type { Warning } from './warning.js';

/** What the runs may differ in without being another machine, and a figure may change with. */
const CIRCUMSTANCES: readonly (readonly [string, (record: RunRecord) => string | null])[] = [
  ['kernel', ({ machine }) => machine.os.kernel],
  ['Node', ({ machine }) => machine.runtime.node],
  ['mount options', (record) => ofDirectories(record, ({ mountOptions }) => mountOptions)],
  ['CPUs pinned', ({ options }) => pinnedName(options.pinned)],
  ['copybench', ({ tool }) => tool.version],
];

/**
 * @param runs two or more, each from `readSampledRun`, which refuses other formats
 * @param made the name of the new run and the command that made it
 * @throws HarnessError `E_MERGE` for runs of different machines, the same run twice, runs that are merged
 *   already, other references in the same scenario, and runs that share no scenario
 */
export function mergeRuns(
  runs: readonly SampledRun[],
  made: { runId: string; command: string },
): SampledRun {
  const records = runs.map(({ record }) => record);
  refuseStrangers(records);
  const warnings = records.flatMap(namedWarnings);
  warnings.push(...differing(records));
  const scenarios: ScenarioRecord[] = [];
  const samples: Sample[] = [];
  for (const id of new Set(records.flatMap((record) => record.scenarios.map((one) => one.id)))) {
    const parts = runs.flatMap(({ record, samples: all }) => {
      const scenario = record.scenarios.find((one) => one.id === id);
      if (scenario === undefined) return [];
      return [{ scenario, samples: all.filter((sample) => sample.scenario === id) }];
    });
    if (parts.length < runs.length) {
      warnings.push(leftOut(id, `${parts.length} of ${runs.length} runs have this scenario`));
      continue;
    }
    refuseOtherReferences(parts.map(({ scenario }) => scenario));
    const pooled = poolScenario(parts, records[0]!.options.margin);
    for (const name of pooled.leftOut)
      warnings.push(
        leftOut(id, 'not all runs measured it, as the same class and with times above 0', name),
      );
    scenarios.push(pooled.scenario);
    samples.push(...pooled.samples);
  }
  if (scenarios.length === 0)
    throw refused('they have no scenario in common. Name runs of the same suite, sizes and route');
  return {
    record: { ...headingOf(records, made), warnings: distinct(warnings), scenarios },
    samples,
  };
}

function refuseStrangers(records: readonly RunRecord[]): void {
  const names = new Set<string>();
  for (const { runId, startedAt, machine, merged } of records) {
    const [first] = records;
    if (machine.fingerprint !== first!.machine.fingerprint)
      throw refused(
        `${first!.runId} is of the machine ${first!.machine.fingerprint} and ${runId} of ${machine.fingerprint}. ` +
          'Put runs of different machines side by side with copybench compare',
      );
    if (merged !== undefined)
      throw refused(`${runId} is merged already. Name the runs that it was merged from`);
    if (names.has(`${runId} ${startedAt}`))
      throw refused(`${runId} is named twice, and would count as two runs. Name it once`);
    names.add(`${runId} ${startedAt}`);
  }
}

function refuseOtherReferences(scenarios: readonly ScenarioRecord[]): void {
  const [first] = scenarios;
  const other = scenarios.find(({ reference }) => reference !== first!.reference);
  if (other === undefined) return;
  throw refused(
    `in ${other.id} one has the reference ${first!.reference} and another ${other.reference}. ` +
      'Measure them with the same --reference',
  );
}

function refused(why: string): HarnessError {
  return new HarnessError('E_MERGE', `These runs cannot be merged: ${why}.`);
}

/** A doubt about one of the runs says which. */
function namedWarnings({ runId, warnings }: RunRecord): Warning[] {
  return warnings.map((warning) => ({ ...warning, message: `${warning.message} (${runId})` }));
}

function differing(records: readonly RunRecord[]): Warning[] {
  return CIRCUMSTANCES.flatMap(([name, of]): Warning[] => {
    const values = [...new Set(records.map((record) => of(record) ?? 'not known'))];
    if (values.length === 1) return [];
    return [
      {
        code: 'merge-differs',
        message: `The runs differ in ${name}: ${values.join(', ')}. What that changes counts as scatter between runs.`,
        remedy: 'Compare them with copybench compare instead, or merge runs that agree.',
      },
    ];
  });
}

function leftOut(scenario: string, why: string, strategy?: string): Warning {
  return {
    code: 'merge-left-out',
    scenario,
    ...(strategy === undefined ? {} : { strategy }),
    message: `Left out of the pooled figures: ${why}.`,
    remedy: 'Look at it in the runs themselves, or merge runs that all have it.',
  };
}

function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values()];
}

/** Machine and options are those of the first run, but for what they did together. */
function headingOf(
  records: readonly RunRecord[],
  { runId, command }: { runId: string; command: string },
): Omit<RunRecord, 'warnings' | 'scenarios'> {
  const [first] = records;
  const { commit: _, seams: __, ...rest } = first!;
  return {
    ...rest,
    runId,
    startedAt: records.map(({ startedAt }) => startedAt).toSorted()[0]!,
    finishedAt: records
      .map(({ finishedAt }) => finishedAt)
      .toSorted()
      .at(-1)!,
    interrupted: records.some(({ interrupted }) => interrupted),
    options: { ...first!.options, command },
    ...sharedCommit(records),
    time: records.map(({ time }) => time).reduce(sum),
    merged: records.map(memberOf),
  };
}

function sharedCommit(records: readonly RunRecord[]): Pick<RunRecord, 'commit'> {
  const [first] = records;
  const isOne = new Set(records.map(({ commit }) => JSON.stringify(commit))).size === 1;
  return isOne && first?.commit !== undefined ? { commit: first.commit } : {};
}

function memberOf({ runId, startedAt, finishedAt, machine, tool, options }: RunRecord): MergedRun {
  return {
    runId,
    startedAt,
    finishedAt,
    hostname: machine.hostname,
    version: tool.version,
    kernel: machine.os.kernel,
    node: machine.runtime.node,
    seed: options.seed,
    command: options.command,
  };
}

function sum(a: TimeAccount, b: TimeAccount): TimeAccount {
  return {
    preparedNs: a.preparedNs + b.preparedNs,
    measuredNs: a.measuredNs + b.measuredNs,
    warmUpNs: a.warmUpNs + b.warmUpNs,
    startedNs: a.startedNs + b.startedNs,
    settledNs: a.settledNs + b.settledNs,
    checkedNs: a.checkedNs + b.checkedNs,
    deletedNs: a.deletedNs + b.deletedNs,
    explainedNs: a.explainedNs + b.explainedNs,
    totalNs: a.totalNs + b.totalNs,
  };
}
