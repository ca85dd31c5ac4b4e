/** `copybench run`: its options, and what it prints. */
import { Command, Option } from 'commander';
import { renderJson } from '../../../reports/json.js';
import { renderTerminal } from '../../../reports/terminal.js';
import { CONFIG_FILE, layerOfFile } from '../../config/config-file.js';
import {
  layerOfEnvironment,
  resolveRunOptions,
  type RunOptions,
} from '../../config/run-options.js';
import { EXIT } from '../exit-status.js';
import { createProgress } from '../progress.js';
import { run, type RunResult } from '../run/run.js';
import type { Surroundings } from '../surroundings.js';

const EXAMPLES = `
Examples:
  copybench run                                    the published sizes, every strategy, about 4 minutes
  copybench run --quick                            7 MB and 200 MB in less than a minute
  copybench run --suite smoke                      does everything work here? a few seconds
  copybench run --strategies splice,cp --sizes 64MiB --rounds 20
  copybench run --dir /mnt/data --budget 10m       another filesystem, more time
  copybench run --json > record.json               the record for another program

Every option can stand in ${CONFIG_FILE} and in the environment as COPYBENCH_<OPTION>; flags win.`;

/** The command; its action resolves to the exit status by way of `surroundings.exitWith`. */
export function runCommand(surroundings: Surroundings): Command {
  return new Command('run')
    .summary('measure and report')
    .description(
      'Copies real files with every strategy in interleaved rounds and reports speedups.',
    )
    .option('--suite <name>', 'what to compare (default: published)')
    .option('--sizes <list>', 'fixture sizes, such as 7MB,200MB,1GB or 64MiB')
    .option('--strategies <list>', 'only these, and the reference')
    .option('--exclude <list>', 'without these')
    .option('--reference <name>', 'the strategy that is 1.00x')
    .option('--rounds <n>', 'exactly so many rounds (in blocks of two) instead of enough')
    .option('--budget <duration>', 'most time to spend on copies, such as 90s or 10m (default: 4m)')
    .option('--quick', 'fewest rounds, no fixture above 256 MB')
    .option('--dir <path>', 'directory on the filesystem to test')
    .option('--out <path>', 'directory for record, samples and reports')
    .option('--seed <n>', 'seed of the order of rounds, to run the same order again')
    .addOption(
      new Option(
        '--verify <policy>',
        'which copies to compare byte for byte (default: first)',
      ).choices(['first', 'all', 'none']),
    )
    .option(
      '--ballast <size>',
      'auto, off, or so much memory kept backed by the host (default: auto)',
    )
    .option('--precision <percent>', 'half-width of the intervals at which to stop (default: 3)')
    .option('--margin <percent>', 'difference that does not matter to you (default: 2)')
    .option('--json', 'print the record on stdout instead of the report')
    .option('--config <path>', `configuration file (default: ${CONFIG_FILE}, if there is one)`)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Record<string, unknown>) => {
      const { config, ...rest } = flags;
      const options = resolveRunOptions([
        await layerOfFile(typeof config === 'string' ? config : CONFIG_FILE, config !== undefined),
        layerOfEnvironment(surroundings.environment),
        rest,
      ]);
      const result = await run({
        options,
        command: surroundings.commandLine,
        progress: createProgress(surroundings.stderr),
        exit: surroundings.exitNow,
      });
      print(options, result, surroundings);
      surroundings.exitWith(exitStatus(result));
    });
}

function print(options: RunOptions, { record, directory }: RunResult, to: Surroundings): void {
  if (options.json) to.stdout.write(renderJson(record));
  else to.stdout.write(`${renderTerminal(record, to.terminal)}\n`);
  to.stderr.write(`Record, samples and report.md are in ${directory}\n`);
}

/** Interrupted, a strategy failed, nothing could be measured, or all is well; in this order. */
function exitStatus({ record, interruptedBy }: RunResult): number {
  if (interruptedBy !== undefined) return interruptedBy;
  const outcomes = record.scenarios.flatMap(({ strategies }) => strategies.map((s) => s.outcome));
  if (outcomes.includes('failed')) return EXIT.strategyFailed;
  return outcomes.includes('measured') ? EXIT.pass : EXIT.inconclusive;
}
