/** `copybench history DIR`: a folder of runs as trends, with the steps in them. */
import { Command, Option } from 'commander';
import { historyFormats } from '../../../reports/formats/history-formats.js';
import { HarnessError } from '../../core/errors.js';
import { findRecords, type FoundRecords } from '../../results/find-records.js';
import { trendsOf } from '../../results/trend.js';
import type { TrendRecord } from '../../results/trend-record.js';
import { chooseAll } from '../choose.js';
import { outputsOf, prepareOutputs, writeOutputs } from '../outputs.js';
import { inAscii, type Surroundings } from '../surroundings.js';
import { asciiOption } from './drawing-options.js';
import { formatOption } from './format-option.js';

const EXAMPLES = `
Examples:
  copybench history reports/generated
  copybench history nightly --by commit --format html=trend.html
  copybench history nightly --strategies splice,sendfile --min-change 5`;

interface Flags {
  by: 'date' | 'commit';
  strategies?: string;
  minChange: string;
  format?: string[];
  ascii?: boolean;
}

export function historyCommand(surroundings: Surroundings): Command {
  return new Command('history')
    .summary('tell how figures went from run to run')
    .description('Reads every record in a folder and below it, and finds lasting changes.')
    .argument('<dir>', 'folder that holds runs')
    .addOption(
      new Option('--by <order>', 'order of the runs').choices(['date', 'commit']).default('date'),
    )
    .option('--strategies <list>', 'only these')
    .option('--min-change <percent>', 'smallest step worth telling', '2')
    .addOption(formatOption(historyFormats))
    .addOption(asciiOption())
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, flags: Flags) => {
      const { by, strategies, minChange, format = [], ascii = false } = flags;
      const options = { by, strategies: namesIn(strategies), minChange: shareOf(minChange) };
      const outputs = outputsOf(format, historyFormats);
      await prepareOutputs(outputs);
      const found = findRecords(directory);
      const { records, leftOut } = by === 'commit' ? withCommits(found, directory) : found;
      requireKnown(options.strategies, records);
      const trends = trendsOf(records, options);
      const history = { trends, leftOut, files: found.files, options };
      await writeOutputs(outputs, history, inAscii(surroundings, ascii));
    });
}

/** Runs that were started outside of a repository have no place in an order of commits. */
function withCommits(found: FoundRecords, directory: string): FoundRecords {
  const records = found.records.filter(({ commit }) => commit !== undefined);
  const missing = found.records.filter(({ commit }) => commit === undefined);
  if (records.length === 0)
    throw new HarnessError(
      'E_USAGE',
      `None of the ${missing.length} records in ${directory} names a commit, as their runs were started outside of a git repository. Leave out --by commit.`,
    );
  if (missing.length === 0) return found;
  const reason = 'a record without a commit, which has no place in their order';
  const examples = missing.slice(0, 3).map(({ runId }) => runId);
  return {
    ...found,
    records,
    leftOut: [...found.leftOut, { reason, count: missing.length, examples }],
  };
}

/** A name that no record has would give an empty history without a word. */
function requireKnown(names: readonly string[], records: readonly TrendRecord[]): void {
  const known = new Set(
    records.flatMap(({ scenarios }) =>
      scenarios.flatMap(({ strategies }) =>
        strategies.flatMap((strategy) => (strategy.outcome === 'measured' ? [strategy.name] : [])),
      ),
    ),
  );
  const members = [...known].toSorted().map((name) => ({ name }));
  chooseAll('strategy', names, members);
}

function namesIn(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function shareOf(percent: string): number {
  const value = Number(percent);
  if (percent.trim() !== '' && value >= 0 && value <= 1000) return value / 100;
  throw new HarnessError(
    'E_USAGE',
    `--min-change "${percent}": Write a percentage from 0 to 1000.`,
  );
}
