/** Where a record comes from: the commit its run was started in, or the runs that it pools. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';

/** What was checked out below the current directory when a run began: the project whose history it belongs to. */
export const commitSchema = z.object({
  sha: bounded.name,
  /** When it was committed. */
  committedAt: bounded.zonedMoment,
  /** Whether tracked files differed from it. */
  modified: z.boolean(),
});

/** A run that is part of a record which pools several. */
export const mergedRunSchema = z.object({
  runId: bounded.name,
  startedAt: bounded.moment,
  finishedAt: bounded.moment,
  hostname: bounded.name,
  version: bounded.name,
  kernel: bounded.name,
  node: bounded.name,
  seed: z.number().int(),
  command: bounded.command,
});

/** Standard deviations of a logarithm, in a record that pools several runs; docs/methodology.md, pooled runs. */
export const levelsSchema = z.object({
  /** Of runs, without what the rounds within them explain. */
  between: z.number().nonnegative(),
  /** Of one round within its run. */
  within: z.number().nonnegative(),
});

export type CommitRecord = z.infer<typeof commitSchema>;
export type MergedRun = z.infer<typeof mergedRunSchema>;
