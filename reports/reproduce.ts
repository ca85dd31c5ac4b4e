/** How this run can be made again. */
import { formatDuration, formatPercent } from '../harness/core/units.js';
import type { RunRecord } from '../harness/results/record.js';
import { type Block, heading, paragraph } from './block.js';
import { timeLine } from './time-account.js';
import { text, unbroken } from './text.js';

export function reproduceBlocks(record: RunRecord): readonly Block[] {
  const { options, tool, runId, startedAt, formatVersion } = record;
  const rounds = options.rounds
    ? unbroken(`${options.rounds.min} to ${options.rounds.max} rounds`)
    : 'rounds by size';
  return [
    heading(2, text`Reproduce`),
    { kind: 'code', code: options.command },
    paragraph(
      text`${tool.name} ${tool.version}, run ${runId} of ${startedAt}, record format ${formatVersion}; suite ${options.suite}, seed ${options.seed}, ${rounds} within ${unbroken(formatDuration(options.budgetNs))}, contents checked: ${options.verify}, wanted precision ${unbroken(`±${formatPercent(options.precision)}`)}.`,
    ),
    paragraph(timeLine(record)),
  ];
}
