/** `copybench merge RUN RUN...`: several runs of one machine as one run, with the scatter between them counted. */
import { Command } from 'commander';
import { renderTerminal } from '../../../reports/terminal.js';
import { systemClock } from '../../core/clock.js';
import { HarnessError } from '../../core/errors.js';
import { mergeRuns } from '../../results/merge-runs.js';
import { readSampledRun } from '../../results/read-run.js';
import { createStore } from '../../results/store.js';
import { nameRun, outputDirectory } from '../run/places.js';
import type { Surroundings } from '../surroundings.js';
import { writeReports } from '../write-report.js';

const EXAMPLES = `
Examples:
  copybench merge reports/generated/night-1 reports/generated/night-2 reports/generated/night-3
  copybench merge night-* --out reports/generated/nights`;

export function mergeCommand(surroundings: Surroundings): Command {
  return new Command('merge')
    .summary('pool runs of one machine')
    .description(
      'Pools runs of the same machine into one: its intervals hold the scatter between runs as well.',
    )
    .argument('<runs...>', 'directories of two runs or more')
    .option('--out <path>', 'directory for the pooled record, samples and report')
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], { out }: { out?: string }) => {
      if (directories.length < 2)
        throw new HarnessError(
          'E_USAGE',
          `One run, ${directories[0]}, has nothing to be merged with. Name two directories of runs or more.`,
        );
      const runs = await Promise.all(directories.map(readSampledRun));
      const runId = nameRun(systemClock.now(), 'merged');
      const merged = mergeRuns(runs, { runId, command: surroundings.commandLine });
      const store = await createStore(outputDirectory(out, runId));
      try {
        for (const sample of merged.samples) await store.append(sample);
        await store.write(merged.record);
      } finally {
        await store.close();
      }
      await writeReports(store.directory, merged, 'svg');
      surroundings.stdout.write(
        renderTerminal(merged.record, surroundings.terminal, merged.samples),
      );
      surroundings.stderr.write(
        `Record, samples, report.md and report.html are in ${store.directory}\n`,
      );
    });
}
