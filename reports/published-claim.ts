/** Whether the published claim, that zero-copy is faster, holds on one route: by wall time and by CPU time. */
import { formatRatio } from '../harness/core/units.js';
import type { ComparisonRecord, ScenarioRecord } from '../harness/results/record.js';
import { isBounded } from './estimate.js';
import { grouped } from './grouped.js';
import { claimedPercent, publishedFigures } from './published-figures.js';
import { isControlOff, isMeasured } from './ranking.js';
import { sizeName, wayName } from './scenario-name.js';
import { type Text, code, joined, text, unbroken } from './text.js';

/** Two strategies compared at one size. */
export interface Pair {
  readonly scenario: ScenarioRecord;
  readonly comparison: ComparisonRecord;
}

/** One sentence for the first pair of each name: the kernel's call itself, and the very programs of the article. */
export function publishedClaims(pairs: readonly Pair[]): readonly Text[] {
  const byName = grouped(pairs, ({ comparison }) => comparison.name);
  return [...byName.values()].flatMap((named) => {
    const { faster } = named[0]?.comparison ?? {};
    const same = named.filter(({ comparison }) => comparison.faster === faster);
    return same[0] === undefined ? [] : [claim(same, same[0])];
  });
}

function claim(pairs: readonly Pair[], { scenario, comparison }: Pair): Text {
  const wall = pairs.map(({ comparison: { speedup } }) => speedup.estimate);
  const cpu = pairs.flatMap((pair) => cpuRatio(pair) ?? []);
  const published = publishedFigures.map((figure) => claimedPercent(figure) / 100);
  const times = text`${code(comparison.faster)} is ${range(wall)} as fast as ${code(comparison.slower)}, where ${range(published)} was published`;
  const start = text`From ${wayName(scenario)} the claim that zero-copy is faster ${wallVerdict(pairs)} (${times})`;
  if (cpu.length === 0) return text`${start}; CPU time is not known.`;
  return text`${start}, and ${cpuVerdict(cpu)} for CPU time (${range(cpu)} less of it in the process that copies).`;
}

/** Only intervals beyond 1, under a control arm that holds, count as faster. */
function wallVerdict(pairs: readonly Pair[]): Text {
  const holding = pairs.filter(
    ({ scenario, comparison: { speedup } }) =>
      !isControlOff(scenario) && isBounded(speedup) && speedup.low > 1,
  );
  if (holding.length === pairs.length) return text`holds here for wall time`;
  if (holding.length === 0) return text`is not shown here for wall time`;
  const sizes = joined(holding.map(({ scenario }) => sizeName(scenario)));
  return text`holds here for wall time at ${sizes} only`;
}

/** CPU times are medians without an interval. */
function cpuVerdict(ratios: readonly number[]): string {
  if (ratios.every((ratio) => ratio > 1)) return 'holds';
  return ratios.some((ratio) => ratio > 1) ? 'holds at some sizes only' : 'does not hold';
}

/** CPU time of the slower over that of the faster, both medians; undefined where one is not known. */
function cpuRatio({ scenario, comparison }: Pair): number | undefined {
  const cpuOf = (name: string): number | null | undefined =>
    scenario.strategies.filter(isMeasured).find((strategy) => strategy.name === name)?.cpuNsPerByte;
  const [slower, faster] = [cpuOf(comparison.slower), cpuOf(comparison.faster)];
  return slower && faster ? slower / faster : undefined;
}

/** `1.84x to 3.47x`, or `2.1x` where there is only one. */
function range(ratios: readonly number[]): string {
  const words = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => `${formatRatio(ratio)}x`);
  return unbroken([...new Set(words)].join(' to '));
}
