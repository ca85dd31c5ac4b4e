/** Known doubts about the numbers, each with what to do about it. */
import type { RunRecord } from '../harness/results/record.js';
import type { Warning } from '../harness/results/warning.js';
import { type Block, heading, list } from './block.js';
import { placeName } from './scenario-name.js';
import { type Text, code, joined, styled, text } from './text.js';

type Doubtful = Pick<RunRecord, 'warnings' | 'scenarios'>;

/** One item for each different doubt; scenarios and strategies that share it are named together. */
export function warningBlocks(record: Doubtful): readonly Block[] {
  if (record.warnings.length === 0) return [];
  const groups = new Map<string, Warning[]>();
  for (const warning of record.warnings) {
    const key = JSON.stringify([warning.code, warning.message, warning.remedy]);
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  const items = [...groups.values()].map((group) => item(group, record));
  return [heading(2, text`Warnings`), ...list(items)];
}

function item(group: readonly Warning[], record: Doubtful): Text {
  const [warning] = group;
  if (warning === undefined) return [];
  const about = group.flatMap((one) => subject(one, record));
  const where = about.length === 0 ? [] : text` (${joined(about)})`;
  return text`${styled('doubt', warning.code)}${where}: ${warning.message} ${styled('strong', 'What to do:')} ${warning.remedy}`;
}

/** `splice at 1 GB`, `1 GB`, `splice`, or nothing for a doubt about the whole run. */
function subject({ scenario, strategy }: Warning, { scenarios }: Doubtful): readonly Text[] {
  const found = scenarios.find(({ id }) => id === scenario);
  const where = found === undefined ? scenario : placeName(found);
  if (strategy === undefined) return where === undefined ? [] : [text`${where}`];
  return [where === undefined ? text`${code(strategy)}` : text`${code(strategy)} at ${where}`];
}
