/** `copybench clean`: removes what runs that were killed left in a directory. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { cleanWorkspace, findLeftovers } from '../../measure/workspace.js';
import { namedDirectories } from '../run/places.js';
import { directoriesOption } from './directories-option.js';
import type { Surroundings } from '../surroundings.js';

export function cleanCommand({ stdout }: Surroundings): Command {
  return new Command('clean')
    .summary('remove what killed runs left')
    .description(
      'Removes copies and half-made fixtures of runs that were killed. The next run does the same; fixtures stay.',
    )
    .addOption(
      directoriesOption(
        '--dir',
        'directory on the filesystem under test; several times for several',
      ),
    )
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .action(async ({ dir, dryRun }: { dir?: string[]; dryRun?: boolean }) => {
      for (const directory of (await namedDirectories({ dir })).from)
        stdout.write(await clean(directory, dryRun));
    });
}

/** What was done, as lines. */
async function clean(directory: string, dryRun = false): Promise<string> {
  const names = existsSync(directory)
    ? await (dryRun ? findLeftovers : cleanWorkspace)(directory)
    : [];
  const verb = dryRun ? 'Would remove' : 'Removed';
  const found = names.map((name) => `${verb} ${name} from ${directory}\n`).join('');
  return found || `Nothing was left in ${directory}\n`;
}
