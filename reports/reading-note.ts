/** What the figures mean; stands below the first table of a report. */
import { formatPercent } from '../harness/core/units.js';
import type { RunRecord } from '../harness/results/record.js';
import { type Block, paragraph } from './block.js';
import { text, unbroken } from './text.js';

export function readingNote({ options }: RunRecord): Block {
  const margin = unbroken(`±${formatPercent(options.margin)}`);
  return paragraph(
    text`How to read it: speedup is the reference's time / the strategy's time, so above 1.00x is faster. Brackets hold its 95 % interval, paired by round (Hodges-Lehmann estimate, Wilcoxon signed-rank limits); ±∞ stands where there are too few rounds for one. Verdict ~ means the same within ${margin}, and MDE is the smallest change the run would have seen (80 % power). Medians are of all samples; no outlier is deleted.`,
  );
}
