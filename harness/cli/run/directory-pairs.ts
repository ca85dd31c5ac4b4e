/** Between which directories a scenario of a suite copies. */
import type { DirectoryPair } from '../../measure/plan.js';
import type { DirectoriesUnderTest } from './directories.js';

/**
 * With --copy-to, from every --dir to every --copy-to. Else every directory with itself; of a scenario between directories, from
 * the first to each of the others, since it matters little where bytes come from once they are in memory.
 *
 * @returns undefined for a run of one directory, which needs no name
 */
export function pairsOf(
  { between = false }: { between?: boolean | undefined },
  { all, sources, destinations, areSeveral }: DirectoriesUnderTest,
): (DirectoryPair | undefined)[] {
  const [first, ...others] = all.map(({ name }) => name);
  if (between) return others.map((name) => ({ source: first!, destination: name }));
  if (!areSeveral) return [undefined];
  if (!destinations) return all.map(({ name }) => ({ source: name, destination: name }));
  return sources.flatMap((source) =>
    destinations.map((destination) => ({ source: source.name, destination: destination.name })),
  );
}
