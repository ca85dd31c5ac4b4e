/** `copybench doctor`: what of this machine and directory changes what a copy costs, and what to do about it. */
import { realpath } from 'node:fs/promises';
import { Command } from 'commander';
import { type Examined, examine } from '../../machine/examine.js';
import { SystemFiles } from '../../machine/system-files.js';
import { withScratchFolder } from '../../measure/workspace.js';
import { plainTable } from '../plain-table.js';
import { workDirectory } from '../run/places.js';
import type { Surroundings } from '../surroundings.js';

const EXAMPLES = `
Examples:
  copybench doctor                   this machine, and the filesystem of the default directory
  copybench doctor --dir /mnt/data   another filesystem
  copybench doctor --json            the same for another program`;

interface DoctorFlags {
  dir?: string;
  json?: boolean;
}

export function doctorCommand(surroundings: Surroundings): Command {
  return new Command('doctor')
    .summary('check the machine')
    .description(
      'Looks at everything on this machine that is known to change what a copy costs, and changes nothing.',
    )
    .option('--dir <path>', 'directory on the filesystem to check')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async ({ dir, json }: DoctorFlags) => {
      const checks = await withScratchFolder(await workDirectory(dir), async (folder) =>
        examine({
          directory: await realpath(folder),
          files: new SystemFiles(),
          threadPoolSize: surroundings.environment['UV_THREADPOOL_SIZE'],
        }),
      );
      const text = json ? `${JSON.stringify({ checks }, null, 2)}\n` : report(checks);
      surroundings.stdout.write(text);
    });
}

const MARKS = { good: 'good', note: 'note', doubt: 'DOUBT', unknown: '?' };

function report(checks: readonly Examined[]): string {
  const rows = checks
    .map(({ label, concern, value }) => [label, MARKS[concern], value])
    .toSorted(([a = ''], [b = '']) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return [plainTable(['check', '', 'value'], rows), ...advice(checks), summary(checks)].join('\n');
}

/** Doubts first, then notes that something can be done about. */
function advice(checks: readonly Examined[]): string[] {
  const worth = (concern: Examined['concern']): string[] =>
    checks
      .filter((check) => check.concern === concern && check.remedy !== undefined)
      .map(({ label, why, remedy }) => `${label}\n  ${why}\n  What to do: ${remedy}\n`);
  return [...worth('doubt'), ...worth('note')];
}

function summary(checks: readonly Examined[]): string {
  const count = (concern: Examined['concern']): number =>
    checks.filter((check) => check.concern === concern).length;
  return `${checks.length} checks: ${count('good')} good, ${count('note')} to know, ${count('doubt')} doubtful, ${count('unknown')} not told by this machine.\n`;
}
