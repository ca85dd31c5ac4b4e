/** `copybench run`: its options, and what it prints. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { runFormats } from '../../../reports/formats/run-formats.js';
import { CONFIG_FILE } from '../../config/config-file.js';
import {
  overlaid,
  resolveRunOptions,
  type Layer,
  type RunOptions,
} from '../../config/run-options.js';
import { HarnessError } from '../../core/errors.js';
import type { EarlierRun } from '../../results/earlier-run.js';
import { readSamples } from '../../results/store.js';
import { EXIT } from '../exit-status.js';
import { outputsOf, prepareOutputs, writeOutputs } from '../outputs.js';
import { createProgress } from '../progress.js';
import { readUnfinished } from '../run/resume.js';
import { run, type RunResult } from '../run/run.js';
import { inAscii, type Surroundings } from '../surroundings.js';
import { layersOf } from './option-layers.js';
import { addRunFlags } from './run-flags.js';

const EXAMPLES = `
Examples:
  copybench run                                    the published table, file to socket and file to file
  copybench run --quick                            7 MB and 200 MB in less than a minute
  copybench run --route file-to-socket --socket unix
                                                   the same over a unix socket, without the files
  copybench run --suite smoke                      does everything work here? a few seconds
  copybench run --strategies splice,cp --sizes 64MiB --rounds 20
  copybench run --dir /mnt/data --budget 10m       another filesystem, more time
  copybench run --dir /mnt/data --dir /dev/shm     two filesystems, their rounds interleaved
  copybench run --dir /mnt/data --copy-to /dev/shm from one filesystem to another
  copybench run --resume DIR                       goes on with a run that was killed or interrupted
  copybench run --json > record.json               the record for another program
  copybench run --format terminal,github,junit=junit.xml
                                                   for continuous integration

Every option can stand in ${CONFIG_FILE} and in the environment as COPYBENCH_<OPTION>; flags win.`;

/** The command; its action resolves to the exit status by way of `surroundings.exitWith`. */
export function runCommand(surroundings: Surroundings): Command {
  const command = new Command('run')
    .summary('measure and report')
    .description(
      'Copies real files with every strategy in interleaved rounds and reports speedups.',
    );
  return addRunFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Record<string, unknown>) => {
      const earlier =
        typeof flags['resume'] === 'string' ? await readUnfinished(flags['resume']) : undefined;
      const layers = earlier
        ? layersOfResumed(earlier, flags)
        : await layersOf(flags, surroundings);
      const options = resolveRunOptions(layers);
      const outputs = outputsOf(
        options.json ? [...options.format, 'json'] : options.format,
        runFormats,
      );
      await prepareOutputs(outputs);
      const result = await run({
        options,
        asked: { ...overlaid(layers), ...absolute(options) },
        earlier,
        command: surroundings.commandLine,
        progress: createProgress(surroundings.stderr),
        threadPoolSize: surroundings.environment['UV_THREADPOOL_SIZE'],
        exit: surroundings.exitNow,
      });
      const { record, directory } = result;
      const { samples } = await readSamples(directory);
      await writeOutputs(outputs, { record, samples }, inAscii(surroundings, options.ascii));
      surroundings.stderr.write(`Record, samples, report.md and report.html are in ${directory}\n`);
      surroundings.exitWith(exitStatus(result));
    });
}

/** The directories that were asked for, so that a run goes on in them from wherever it is resumed. */
function absolute({ dir, copyTo }: RunOptions): Layer {
  return {
    ...(dir && { dir: dir.map((path) => resolve(path)) }),
    ...(copyTo && { copyTo: copyTo.map((path) => resolve(path)) }),
  };
}

/** What may be said anew of a run that goes on: how it is printed. */
const OUTPUT_FLAGS = ['json', 'format', 'resume'];

/** @throws HarnessError `E_USAGE` for an option that would make it another run */
function layersOfResumed({ plan }: EarlierRun, flags: Record<string, unknown>): Layer[] {
  const other = Object.keys(flags).find((name) => !OUTPUT_FLAGS.includes(name));
  if (other !== undefined) {
    throw new HarnessError(
      'E_USAGE',
      `--${other} cannot stand beside --resume: a resumed run goes on as it was begun. Leave it out.`,
    );
  }
  const { resume: _, ...output } = flags;
  const { seed } = plan.heading.options;
  return [plan.asked, { json: false, format: [], ...output, seed }];
}

/** Interrupted, a strategy failed, nothing could be measured, or all is well; in this order. */
function exitStatus({ record, interruptedBy }: RunResult): number {
  if (interruptedBy !== undefined) return interruptedBy;
  const outcomes = record.scenarios.flatMap(({ strategies }) => strategies.map((s) => s.outcome));
  if (outcomes.includes('failed')) return EXIT.strategyFailed;
  return outcomes.includes('measured') ? EXIT.pass : EXIT.inconclusive;
}
