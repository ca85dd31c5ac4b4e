/** How the figures were made, as far as a reader must know it; docs/methodology.md has the rest. */
import type { RunRecord } from '../harness/results/record.js';
import { type Block, heading, list } from './block.js';
import { text } from './text.js';

const CHECKED = {
  first: 'the bytes of the first copy of every strategy',
  all: 'the bytes of every copy',
  none: 'no bytes',
};

export function methodBlocks({ options, scenarios }: RunRecord): readonly Block[] {
  if (scenarios.length === 0) return [];
  return [
    heading(2, text`Method`),
    ...list([
      text`Every strategy has a worker process of its own. One copy runs at a time; each strategy copies once in every round, and their order is balanced, so that a disturbance hits all of them alike.`,
      text`The clock covers opening the source, creating the destination, moving all bytes and closing both; to a socket, it runs until the receiver has the last byte. Making room, checking and deleting are outside.`,
      text`The reference is measured twice in every round, under two names. What is found between the two is noise, and no difference below it is called faster or slower.`,
      text`The size of every copy was checked, and ${CHECKED[options.verify]} against the source. A wrong byte fails a strategy.`,
      text`Speedups are compared round by round: Hodges-Lehmann estimate, exact Wilcoxon signed-rank interval at 95 %. No sample is left out but those of the warm-up round.`,
    ]),
  ];
}
