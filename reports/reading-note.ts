/** What the figures mean; stands below the first table of a report. */
import { formatPercent } from '../harness/core/units.js';
import type { RunRecord } from '../harness/results/record.js';
import { type Block, paragraph } from './block.js';
import { text, unbroken } from './text.js';

/** What the brackets are, and what the medians are of. */
const OF_ONE_RUN = [
  'paired by round (Hodges-Lehmann estimate, Wilcoxon signed-rank limits); ±∞ stands where there are too few rounds for one',
  'Medians are of all samples',
] as const;
const OF_POOLED_RUNS = [
  "of the mean of the runs' own estimates (Student's t), so that it holds the scatter between runs",
  "Medians are the mean of the runs' own",
] as const;

export function readingNote({ options, merged }: RunRecord): Block {
  const [interval, medians] = merged === undefined ? OF_ONE_RUN : OF_POOLED_RUNS;
  const margin = unbroken(`±${formatPercent(options.margin)}`);
  return paragraph(
    text`How to read it: speedup is the reference's time / the strategy's time, so above 1.00x is faster. Brackets hold its 95 % interval, ${interval}. Verdict ~ means the same within ${margin}, and MDE is the smallest change the run would have seen (80 % power). ${medians}; no outlier is deleted.`,
  );
}
