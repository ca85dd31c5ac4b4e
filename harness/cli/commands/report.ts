/** `copybench report DIR`: makes the reports of a run again, without measuring. */
import { Command } from 'commander';
import { runFormats } from '../../../reports/formats/run-formats.js';
import { readSampledRun } from '../../results/read-run.js';
import { outputsOf, prepareOutputs, writeOutputs } from '../outputs.js';
import { inAscii, type Surroundings } from '../surroundings.js';
import { type MarkdownCharts, writeReports } from '../write-report.js';
import { asciiOption, chartsOption } from './drawing-options.js';
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
  charts: MarkdownCharts;
  ascii?: boolean;
}

export function reportCommand(surroundings: Surroundings): Command {
  return new Command('report')
    .summary('make the reports of a run again')
    .description(
      'Reads record.json and samples.jsonl of a run, writes report.md and report.html anew and prints the report.',
    )
    .argument('<dir>', 'directory of a run')
    .addOption(formatOption(runFormats))
    .addOption(chartsOption().default('svg'))
    .addOption(asciiOption())
    .option('--json', 'print the record on stdout instead of the report: --format json')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, { json, format = [], charts, ascii = false }: Flags) => {
      const outputs = outputsOf(json ? [...format, 'json'] : format, runFormats);
      await prepareOutputs(outputs);
      const run = await readSampledRun(directory);
      const paths = await writeReports(directory, run, charts);
      await writeOutputs(outputs, run, inAscii(surroundings, ascii));
      surroundings.stderr.write(`Wrote ${paths.join(' and ')}\n`);
    });
}
