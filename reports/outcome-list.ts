/** Strategies without numbers, and why: what did not run is part of the result. */
import type { RunRecord, StrategyRecord } from '../harness/results/record.js';
import { type Block, heading, list } from './block.js';
import { placeName } from './scenario-name.js';
import { type Text, code, joined, styled, text } from './text.js';

type Unmeasured = Exclude<StrategyRecord, { outcome: 'measured' }>;

/** A strategy without a figure, and the scenarios where that has the same reason. */
export interface UnmeasuredCase {
  readonly strategy: Unmeasured;
  /** Such as `1 GB`, `1 GB to a TCP socket`. */
  readonly places: string[];
}

/** Failed strategies first, then the unsupported; sizes with the same reason share a line. */
export function outcomeBlocks(record: RunRecord): readonly Block[] {
  const cases = unmeasuredCases(record);
  const linesOf = (outcome: Unmeasured['outcome']) =>
    cases.filter(({ strategy }) => strategy.outcome === outcome).map((one) => line(one, record));
  const failed = linesOf('failed');
  const unsupported = linesOf('unsupported');
  return [
    ...(failed.length > 0 ? [heading(2, text`Failed`), ...list(failed)] : []),
    ...(unsupported.length > 0 ? [heading(2, text`Not supported here`), ...list(unsupported)] : []),
  ];
}

/** Each once, in the order of the record. */
export function unmeasuredCases(record: RunRecord): UnmeasuredCase[] {
  const cases = new Map<string, UnmeasuredCase>();
  for (const scenario of record.scenarios) {
    for (const strategy of scenario.strategies) {
      if (strategy.outcome === 'measured') continue;
      const key = JSON.stringify([strategy.name, strategy.outcome, strategy.reason]);
      const found = cases.get(key) ?? { strategy, places: [] };
      found.places.push(placeName(scenario));
      cases.set(key, found);
    }
  }
  return [...cases.values()];
}

/** Sizes are named unless the reason holds for every scenario. */
function line({ strategy, places }: UnmeasuredCase, record: RunRecord): Text {
  const where = places.length === record.scenarios.length ? [] : text` at ${joined(places)}`;
  const reason = styled(strategy.outcome === 'failed' ? 'bad' : 'plain', strategy.reason);
  return text`${code(strategy.name)}${where}: ${reason}`;
}
