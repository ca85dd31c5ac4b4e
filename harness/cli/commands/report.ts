/** `copybench report DIR`: makes the reports of a run again, without measuring. */
import { Command } from 'commander';
import { runFormats } from '../../../reports/formats/run-formats.js';
import { renderMarkdown } from '../../../reports/markdown.js';
import { readSampledRun } from '../../results/read-run.js';
import { outputsOf, prepareOutputs, writeOutputs } from '../outputs.js';
import type { Surroundings } from '../surroundings.js';
import { writeReport } from '../write-report.js';
import { formatOption } from './format-option.js';

const EXAMPLES = `
Examples:
  copybench report reports/generated/2026-11-23-184319-published
  copybench report DIR --format junit=junit.xml,csv=figures.csv
  copybench report DIR --format benchstat > today.txt
  copybench report DIR --json | jq '.scenarios[].control'`;

interface Flags {
  json?: boolean;
  format?: string[];
}

export function reportCommand(surroundings: Surroundings): Command {
  return new Command('report')
    .summary('make the reports of a run again')
    .description(
      'Reads record.json and samples.jsonl of a run, writes report.md anew and prints the report.',
    )
    .argument('<dir>', 'directory of a run')
    .addOption(formatOption(runFormats))
    .option('--json', 'print the record on stdout instead of the report: --format json')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, { json, format = [] }: Flags) => {
      const outputs = outputsOf(json ? [...format, 'json'] : format, runFormats);
      await prepareOutputs(outputs);
      const run = await readSampledRun(directory);
      const path = await writeReport(directory, renderMarkdown(run.record));
      await writeOutputs(outputs, run, surroundings);
      surroundings.stderr.write(`Wrote ${path}\n`);
    });
}
