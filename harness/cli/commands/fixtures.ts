/** `copybench fixtures make|list|remove`: the source files by themselves. */
import { readdir } from 'node:fs/promises';
import { Command } from 'commander';
import { fixtureOf, fixtureOfFile, type Fixture } from '../../../fixtures/catalog.js';
import { removeFixture } from '../../../fixtures/generate.js';
import { provideFixtures } from '../../../fixtures/provide.js';
import { verifyFixture } from '../../../fixtures/verify.js';
import published from '../../../suites/published.js';
import { hasCode } from '../../core/errors.js';
import { formatDuration, formatSize, parseSize } from '../../core/units.js';
import { openWorkspace } from '../../measure/workspace.js';
import { chooseOne } from '../choose.js';
import { plainTable } from '../plain-table.js';
import { workDirectory } from '../run/places.js';
import type { Surroundings } from '../surroundings.js';

const EXAMPLES = `
Examples:
  copybench fixtures make                     7 MB, 200 MB and 1 GB
  copybench fixtures make --sizes 64MiB --dir /mnt/data
  copybench fixtures list                     what there is, and whether it is intact
  copybench fixtures remove`;

interface FixtureFlags {
  dir?: string;
  sizes?: string;
}

export function fixturesCommand(surroundings: Surroundings): Command {
  const { stdout } = surroundings;
  const command = new Command('fixtures')
    .summary('make, list or remove the source files')
    .description(
      'Fixtures are seeded, incompressible files. A run makes those it needs and reuses intact ones.',
    )
    .addHelpText('after', EXAMPLES)
    // Any other word would be taken for an argument of the default.
    .hook('preSubcommand', ({ args: [word], commands }) => {
      if (word?.startsWith('-') === false) chooseOne('fixtures command', word, namesOf(commands));
    });
  command
    .command('make')
    .description('make what is missing or not intact')
    .option('--dir <path>', 'directory on the filesystem under test')
    .option('--sizes <list>', `sizes, such as ${published.sizes.join(',')}`)
    .action(async (flags: FixtureFlags) => void stdout.write(await make(flags)));
  command
    .command('list', { isDefault: true })
    .description('show fixtures and whether they are intact')
    .option('--dir <path>', 'directory on the filesystem under test')
    .action(async (flags: FixtureFlags) => void stdout.write(await list(flags)));
  command
    .command('remove')
    .description('remove every fixture that copybench made')
    .option('--dir <path>', 'directory on the filesystem under test')
    .action(async (flags: FixtureFlags) => void stdout.write(await remove(flags)));
  return command;
}

function namesOf(commands: readonly Command[]): { name: string }[] {
  return commands.map((command) => ({ name: command.name() }));
}

async function make({ dir, sizes }: FixtureFlags): Promise<string> {
  const names = sizes === undefined ? published.sizes : sizes.split(',');
  const fixtures = names.map((name) => fixtureOf(parseSize(name)));
  return inside(dir, async (directory) => {
    const provided = await provideFixtures(directory, fixtures, 0);
    return provided
      .map(({ fixture, made, elapsedNs, path }) => {
        const seconds = elapsedNs / 1e9;
        const rate = formatSize(fixture.sizeBytes / seconds);
        const how = made ? `made in ${formatDuration(elapsedNs)} (${rate}/s)` : 'intact, kept';
        return `${path}: ${how}\n`;
      })
      .join('');
  });
}

async function list({ dir }: FixtureFlags): Promise<string> {
  const directory = await workDirectory(dir);
  const rows = [];
  for (const fixture of await fixturesIn(directory)) {
    const state = await verifyFixture(directory, fixture);
    const words = state.intact ? 'intact' : `will be made anew: ${state.reason}`;
    rows.push([fixture.name, formatSize(fixture.sizeBytes), words]);
  }
  if (rows.length === 0) return `There are no fixtures in ${directory}\n`;
  return `${directory}\n${plainTable(['fixture', 'size', 'state'], rows)}`;
}

async function remove({ dir }: FixtureFlags): Promise<string> {
  return inside(dir, async (directory) => {
    const fixtures = await fixturesIn(directory);
    for (const fixture of fixtures) await removeFixture(directory, fixture);
    const names = fixtures.map(({ name }) => name).join(', ');
    return names
      ? `Removed ${names} from ${directory}\n`
      : `There are no fixtures in ${directory}\n`;
  });
}

/** Works in the locked directory, so that no run loses its fixtures while it copies them. */
async function inside(
  named: string | undefined,
  work: (directory: string) => Promise<string>,
): Promise<string> {
  const workspace = await openWorkspace(await workDirectory(named));
  try {
    return await work(workspace.directory);
  } finally {
    await workspace.close();
  }
}

async function fixturesIn(directory: string): Promise<Fixture[]> {
  const files = await readdir(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return files
    .flatMap((file) => fixtureOfFile(file) ?? [])
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes);
}
