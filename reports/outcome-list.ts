/** Strategies without numbers, and why: what did not run is part of the result. */
import type { RunRecord, StrategyRecord } from '../harness/results/record.js';
import { type Block, heading, list } from './block.js';
import { placeName } from './scenario-name.js';
import { type Text, code, joined, styled, text } from './text.js';

type Unmeasured = Exclude<StrategyRecord, { outcome: 'measured' }>;

interface Case {
  readonly strategy: Unmeasured;
  readonly sizes: string[];
}

/** Failed strategies first, then the unsupported; sizes with the same reason share a line. */
export function outcomeBlocks(record: RunRecord): readonly Block[] {
  const cases = casesOf(record);
  const linesOf = (outcome: Unmeasured['outcome']) =>
    cases.filter(({ strategy }) => strategy.outcome === outcome).map((one) => line(one, record));
  const failed = linesOf('failed');
  const unsupported = linesOf('unsupported');
  return [
    ...(failed.length > 0 ? [heading(2, text`Failed`), ...list(failed)] : []),
    ...(unsupported.length > 0 ? [heading(2, text`Not supported here`), ...list(unsupported)] : []),
  ];
}

function casesOf(record: RunRecord): Case[] {
  const cases = new Map<string, Case>();
  for (const scenario of record.scenarios) {
    for (const strategy of scenario.strategies) {
      if (strategy.outcome === 'measured') continue;
      const key = JSON.stringify([strategy.name, strategy.outcome, strategy.reason]);
      const found = cases.get(key) ?? { strategy, sizes: [] };
      found.sizes.push(placeName(scenario));
      cases.set(key, found);
    }
  }
  return [...cases.values()];
}

/** Sizes are named unless the reason holds for every scenario. */
function line({ strategy, sizes }: Case, record: RunRecord): Text {
  const where = sizes.length === record.scenarios.length ? [] : text` at ${joined(sizes)}`;
  const reason = styled(strategy.outcome === 'failed' ? 'bad' : 'plain', strategy.reason);
  return text`${code(strategy.name)}${where}: ${reason}`;
}
