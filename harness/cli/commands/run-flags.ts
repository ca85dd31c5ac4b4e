/** The options of `copybench run`, as the command line knows them; harness/config checks what they say. */
import { type Command, Option } from 'commander';
import { runFormats } from '../../../reports/formats/run-formats.js';
import { CONFIG_FILE } from '../../config/config-file.js';
import { directoriesOption } from './directories-option.js';
import { asciiOption, chartsOption } from './drawing-options.js';
import { formatOption } from './format-option.js';

/** Adds them to `command`. */
export function addRunFlags(command: Command): Command {
  return addReportFlags(addDirectoryFlags(addMeasuringFlags(command))).option(
    '--config <path>',
    `configuration file (default: ${CONFIG_FILE}, if there is one)`,
  );
}

function addMeasuringFlags(command: Command): Command {
  return command
    .option('--suite <name>', 'what to compare (default: published)')
    .option(
      '--sizes <list>',
      'fixture sizes, such as 7MB,200MB,1GB or 64MiB; published: all of the article',
    )
    .addOption(
      new Option('--route <name>', 'only this route of the suite').choices([
        'file-to-file',
        'file-to-socket',
        'socket-to-file',
        'http',
      ]),
    )
    .addOption(
      new Option('--socket <kind>', 'what socket routes go over (default: tcp)').choices([
        'tcp',
        'unix',
      ]),
    )
    .option(
      '--cache <list>',
      'state of the source: warm, cold or both (default: as the suite says)',
    )
    .option('--durability <list>', 'buffered, fdatasync (inside the clock) or both; file to file')
    .option('--destination <list>', 'new, replace, in-place or several of them; file to file')
    .option(
      '--memory <list>',
      'free memory that the host backs, that a copy touches first, or both: backed, first-touch; file to file',
    )
    .option(
      '--drop-caches',
      'reach a cold source by dropping all caches of the machine; takes root',
    )
    .option('--strategies <list>', 'only these, and the reference')
    .option('--exclude <list>', 'without these')
    .option('--reference <name>', 'the strategy that is 1.00x')
    .option('--rounds <n>', 'exactly so many rounds (in blocks of two) instead of enough')
    .option('--budget <duration>', 'most time to spend on copies, such as 90s or 10m (default: 4m)')
    .option('--quick', 'fewest rounds, no fixture above 256 MB')
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
    .option('--pin <cpus>', 'CPUs on which copies and their other ends run, such as 0 or 0,2-3')
    .option('--pin-receiver <cpus>', 'CPUs of the other end of connections (default: as --pin)')
    .option('--precision <percent>', 'half-width of the intervals at which to stop (default: 3)')
    .option('--margin <percent>', 'difference that does not matter to you (default: 2)')
    .option('--resume <dir>', 'go on with a run that was killed or interrupted');
}

/** Where files are copied, and where the results go. */
function addDirectoryFlags(command: Command): Command {
  return command
    .addOption(
      directoriesOption(
        '--dir',
        'directory on the filesystem to test; several times for several, in the same rounds',
      ),
    )
    .addOption(
      directoriesOption(
        '--copy-to',
        'directory to copy to, on another filesystem, from every --dir; several times for several',
      ),
    )
    .option(
      '--keep-free <size>',
      'what has to stay free there, and where results go (default: 32MB)',
    )
    .option('--out <path>', 'directory for record, samples and reports');
}

function addReportFlags(command: Command): Command {
  return command
    .addOption(formatOption(runFormats))
    .addOption(chartsOption())
    .addOption(asciiOption())
    .option('--json', 'print the record on stdout instead of the report: --format json');
}
