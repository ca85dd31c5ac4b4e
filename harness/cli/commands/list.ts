/** `copybench list`: what there is to compare, and what works in a directory. */
import { Command } from 'commander';
import { discoverStrategies } from '../../../strategies/discover.js';
import type { Availability, Strategy } from '../../../strategies/strategy.js';
import { discoverSuites } from '../../../suites/discover.js';
import { withScratchFolder } from '../../measure/workspace.js';
import { plainTable } from '../plain-table.js';
import { workDirectory } from '../run/places.js';
import { probeStrategies } from '../run/probe.js';
import type { Surroundings } from '../surroundings.js';

const EXAMPLES = `
Examples:
  copybench list                   what works in the default directory
  copybench list --dir /mnt/data   what works on another filesystem
  copybench list --json            the same for another program`;

interface ListFlags {
  dir?: string;
  json?: boolean;
}

export function listCommand(surroundings: Surroundings): Command {
  return new Command('list')
    .summary('show strategies and suites')
    .description(
      'Lists every strategy with its class, its routes, its copies per byte, and whether it works.',
    )
    .option('--dir <path>', 'directory on the filesystem to ask')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async ({ dir, json }: ListFlags) => {
      const strategies = await discoverStrategies();
      const directory = await workDirectory(dir);
      const found = await withScratchFolder(directory, (folder) =>
        probeStrategies(strategies, folder),
      );
      const suites = await discoverSuites();
      if (json) {
        const entries = strategies.map((strategy) => ({
          ...strategy,
          ...found.get(strategy.name),
        }));
        surroundings.stdout.write(`${JSON.stringify({ strategies: entries, suites }, null, 2)}\n`);
        return;
      }
      surroundings.stdout.write(`${strategyTable(strategies, found)}\n`);
      const suiteRows = suites.map(({ name, sizes, summary }) => [name, sizes.join(' '), summary]);
      surroundings.stdout.write(plainTable(['suite', 'sizes', ''], suiteRows));
    });
}

function strategyTable(
  strategies: readonly Strategy[],
  found: ReadonlyMap<string, Availability>,
): string {
  const rows = strategies.map(({ name, label, class: kind, routes, copiesPerByte }) => {
    const availability = found.get(name);
    const works = availability?.available ? 'yes' : `no: ${availability?.reason ?? 'unknown'}`;
    return [name, kind, routes.join(' '), String(copiesPerByte), label, works];
  });
  return plainTable(
    ['strategy', 'class', 'routes', 'copies/byte', 'what it is', 'works here'],
    rows,
  );
}
