/** `copybench report DIR`: makes the reports of a run again, without measuring. */
import { Command } from 'commander';
import { renderJson } from '../../../reports/json.js';
import { renderMarkdown } from '../../../reports/markdown.js';
import { renderTerminal } from '../../../reports/terminal.js';
import { readRun } from '../../results/read-run.js';
import type { Surroundings } from '../surroundings.js';
import { writeReport } from '../write-report.js';

const EXAMPLES = `
Examples:
  copybench report reports/generated/2026-11-23-184319-published
  copybench report DIR --json | jq '.scenarios[].control'`;

export function reportCommand(surroundings: Surroundings): Command {
  return new Command('report')
    .summary('make the reports of a run again')
    .description(
      'Reads record.json and samples.jsonl of a run, writes report.md anew and prints the report.',
    )
    .argument('<dir>', 'directory of a run')
    .option('--json', 'print the record on stdout instead of the report')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, { json }: { json?: boolean }) => {
      const record = await readRun(directory);
      const path = await writeReport(directory, renderMarkdown(record));
      if (json) surroundings.stdout.write(renderJson(record));
      else surroundings.stdout.write(`${renderTerminal(record, surroundings.terminal)}\n`);
      surroundings.stderr.write(`Wrote ${path}\n`);
    });
}
