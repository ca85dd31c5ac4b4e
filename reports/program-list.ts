/** The programs behind strategies that are not ours, in their own words: version, and the call they say they use. */
import type { RunRecord } from '../harness/results/record.js';
import { type Block, heading, list } from './block.js';
import { isMeasured } from './ranking.js';
import { code, joined, text } from './text.js';

/** Programs that say the same of themselves share a line; nothing when none says anything. */
export function programBlocks({ scenarios }: RunRecord): readonly Block[] {
  const names = new Map<string, Set<string>>();
  for (const { name, version } of scenarios.flatMap(({ strategies }) =>
    strategies.filter(isMeasured),
  )) {
    if (version === undefined) continue;
    names.set(version, (names.get(version) ?? new Set()).add(name));
  }
  if (names.size === 0) return [];
  const items = [...names].map(
    ([version, of]) => text`${joined([...of].map((name) => code(name)))}: ${version}`,
  );
  return [heading(2, text`Programs`), ...list(items)];
}
