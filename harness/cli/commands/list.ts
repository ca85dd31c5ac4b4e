/** `copybench list`: what there is to compare, and what works in a directory. */
import { Command } from 'commander';
import { discoverStrategies } from '../../../strategies/discover.js';
import type { Availability, Route, Strategy } from '../../../strategies/strategy.js';
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
      const found = await withScratchFolder(directory, (folder) => probeRoutes(strategies, folder));
      const suites = await discoverSuites();
      if (json) {
        const entries = strategies.map((strategy) => ({
          ...strategy,
          works: Object.fromEntries(found.get(strategy.name) ?? []),
        }));
        surroundings.stdout.write(`${JSON.stringify({ strategies: entries, suites }, null, 2)}\n`);
        return;
      }
      surroundings.stdout.write(`${strategyTable(strategies, found)}\n`);
      const suiteRows = suites.map(({ name, sizes, scenarios, summary }) => [
        name,
        scenarios.map(({ route }) => route).join(' '),
        sizes.join(' '),
        summary,
      ]);
      surroundings.stdout.write(plainTable(['suite', 'routes', 'sizes', ''], suiteRows));
    });
}

/** What each strategy says of each of its routes; sockets are asked for over TCP. */
type Found = ReadonlyMap<string, ReadonlyMap<Route, Availability>>;

async function probeRoutes(strategies: readonly Strategy[], directory: string): Promise<Found> {
  const found = new Map(strategies.map(({ name }) => [name, new Map<Route, Availability>()]));
  for (const route of new Set(strategies.flatMap(({ routes }) => routes))) {
    const knowing = strategies.filter(({ routes }) => routes.includes(route));
    const answers = await probeStrategies(knowing, { directory, route, socket: 'tcp' });
    for (const [name, availability] of answers) found.get(name)?.set(route, availability);
  }
  return found;
}

/** One row for each strategy and route, the strategy's words on the first. */
function strategyTable(strategies: readonly Strategy[], found: Found): string {
  const rows = strategies.flatMap(({ name, label, class: kind, copiesPerByte, routes }) =>
    routes.map((route, index) => {
      const availability = found.get(name)?.get(route);
      const works = availability?.available ? 'yes' : `no: ${availability?.reason ?? 'unknown'}`;
      const words = index === 0 ? [name, label, kind] : ['', '', ''];
      return [...words, route, String(copiesPerByte[route] ?? ''), works];
    }),
  );
  return plainTable(
    ['strategy', 'what it is', 'class', 'route', 'copies/byte', 'works here'],
    rows,
  );
}
