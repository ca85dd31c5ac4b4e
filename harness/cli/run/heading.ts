/** The part of a record that is known before the first copy. */
import type { Machine } from '../../machine/machine.js';
import { FORMAT_VERSION, type BallastRecord } from '../../results/record.js';
import { packageVersion } from '../../core/package-root.js';
import type { Heading } from './journal.js';
import type { Stage } from './prepare.js';

interface Found {
  machine: Machine;
  ballast: BallastRecord;
  seed: number;
}

/** Tool, options and machine of a run. */
export function headingOf(stage: Stage, { machine, ballast, seed }: Found): Heading {
  const { options, work, workspace } = stage;
  const seedArgument = options.seed === undefined ? ` --seed ${seed}` : '';
  return {
    formatVersion: FORMAT_VERSION,
    tool: { name: 'copybench', version: packageVersion() },
    runId: stage.runId,
    startedAt: stage.startedAt.toISOString(),
    options: {
      suite: work.suite.name,
      command: `${stage.command}${seedArgument}`,
      sizesBytes: work.fixtures.map(({ sizeBytes }) => sizeBytes),
      rounds: work.rounds,
      budgetNs: work.budgetNs,
      verify: options.verify,
      seed,
      directory: workspace.directory,
      precision: options.precision,
      margin: options.margin,
    },
    machine,
    ballast,
  };
}
