/** `copybench compare RUN RUN...`: runs side by side, what differs about their machines first. */
import { Command } from 'commander';
import { comparisonFormats } from '../../../reports/formats/comparison-formats.js';
import { HarnessError } from '../../core/errors.js';
import { compareRuns } from '../../results/compare-runs.js';
import { readSampledRun } from '../../results/read-run.js';
import { EXIT } from '../exit-status.js';
import { outputsOf, prepareOutputs, writeOutputs } from '../outputs.js';
import { inAscii, type Surroundings } from '../surroundings.js';
import { asciiOption } from './drawing-options.js';
import { formatOption } from './format-option.js';

const EXAMPLES = `
Examples:
  copybench compare reports/generated/before reports/generated/after
  copybench compare monday tuesday wednesday --format html=comparison.html

The first run is what the others are compared with.`;

interface Flags {
  format?: string[];
  ascii?: boolean;
}

export function compareCommand(surroundings: Surroundings): Command {
  return new Command('compare')
    .summary('put runs side by side')
    .description(
      'Lists what differs about the machines, matches scenarios, and compares speedups with intervals.',
    )
    .argument('<runs...>', 'directories of two runs or more')
    .addOption(formatOption(comparisonFormats))
    .addOption(asciiOption())
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], { format = [], ascii = false }: Flags) => {
      if (directories.length < 2)
        throw new HarnessError(
          'E_USAGE',
          `One run, ${directories[0]}, has nothing to be compared with. Name two directories of runs or more.`,
        );
      const outputs = outputsOf(format, comparisonFormats);
      await prepareOutputs(outputs);
      const comparison = compareRuns(await Promise.all(directories.map(readSampledRun)));
      await writeOutputs(outputs, comparison, inAscii(surroundings, ascii));
      surroundings.exitWith(comparison.scenarios.length === 0 ? EXIT.inconclusive : EXIT.pass);
    });
}
