/** The part of a record that is known before the first copy. */
import type { RunOptions } from '../../config/run-options.js';
import type { Machine } from '../../machine/machine.js';
import type { Heading } from '../../results/run-plan.js';
import { FORMAT_VERSION, type BallastRecord } from '../../results/record.js';
import type { CommitRecord } from '../../results/record-origin.js';
import { packageVersion } from '../../core/package-root.js';
import { pinnedRecordOf, type Pins } from './choose-pins.js';
import type { Work } from './choose-work.js';
import type { DirectoriesUnderTest } from './directories.js';

interface Asked {
  options: RunOptions;
  command: string;
  startedAt: Date;
  runId: string;
  work: Work;
  pins: Pins | null;
  directories: DirectoriesUnderTest;
}

interface Found {
  machine: Machine;
  commit: CommitRecord | undefined;
  ballast: BallastRecord;
  seed: number;
}

/** Tool, options and machine of a run. */
export function headingOf(asked: Asked, { machine, commit, ballast, seed }: Found): Heading {
  const { options, work, pins, directories } = asked;
  const seedArgument = options.seed === undefined ? ` --seed ${seed}` : '';
  return {
    formatVersion: FORMAT_VERSION,
    tool: { name: 'copybench', version: packageVersion() },
    runId: asked.runId,
    startedAt: asked.startedAt.toISOString(),
    options: {
      suite: work.suite.name,
      command: `${asked.command}${seedArgument}`,
      sizesBytes: work.fixtures.map(({ sizeBytes }) => sizeBytes),
      rounds: work.rounds,
      budgetNs: work.budgetNs,
      verify: options.verify,
      seed,
      directory: directories.first.workspace.directory,
      precision: options.precision,
      margin: options.margin,
      ...(pins && { pinned: pinnedRecordOf(pins) }),
    },
    machine,
    ...(directories.areSeveral && {
      directories: directories.all.map(({ name, facts }) => ({ name, ...facts })),
    }),
    ...(commit && { commit }),
    ballast,
  };
}
