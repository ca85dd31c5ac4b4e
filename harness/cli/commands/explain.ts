/** `copybench explain DIR [strategy]`: why strategies took as long as they did, in plain sentences. */
import { basename, dirname } from 'node:path';
import { Command } from 'commander';
import { explanationFormats } from '../../../reports/formats/explanation-formats.js';
import { readRun } from '../../results/read-run.js';
import type { RunRecord } from '../../results/record.js';
import { chooseOne } from '../choose.js';
import { outputsOf, prepareOutputs, writeOutputs } from '../outputs.js';
import { inAscii, type Surroundings } from '../surroundings.js';
import { asciiOption } from './drawing-options.js';
import { formatOption } from './format-option.js';

const EXAMPLES = `
Examples:
  copybench explain reports/generated/today
  copybench explain reports/generated/today stream-pipe
  copybench explain DIR splice --format markdown=why.md`;

interface Flags {
  format?: string[];
  ascii?: boolean;
}

export function explainCommand(surroundings: Surroundings): Command {
  return new Command('explain')
    .summary('say why strategies took as long as they did')
    .description(
      'Turns what a run recorded beside times into plain sentences: system calls, threads, CPU time, context switches, page faults, limits. Measures nothing.',
    )
    .argument('<dir>', 'directory of a run, or its record.json')
    .argument('[strategy]', 'this strategy alone, in every scenario of the run')
    .addOption(formatOption(explanationFormats))
    .addOption(asciiOption())
    .addHelpText('after', EXAMPLES)
    .action(async (path: string, strategy: string | undefined, flags: Flags) => {
      const { format = [], ascii = false } = flags;
      const outputs = outputsOf(format, explanationFormats);
      await prepareOutputs(outputs);
      const record = await readRun(basename(path) === 'record.json' ? dirname(path) : path);
      if (strategy !== undefined) requireKnown(strategy, record);
      await writeOutputs(outputs, { record, strategy }, inAscii(surroundings, ascii));
    });
}

function requireKnown(strategy: string, { scenarios }: RunRecord): void {
  const names = new Set(scenarios.flatMap(({ strategies }) => strategies.map(({ name }) => name)));
  const members = [...names].toSorted().map((name) => ({ name }));
  chooseOne('strategy in this record', strategy, members);
}
