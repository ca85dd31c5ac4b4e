/** One run from options to reports: the steps, in order. */
import type { RunOptions } from '../../config/run-options.js';
import { systemClock } from '../../core/clock.js';
import { openWorkspace } from '../../measure/workspace.js';
import type { RunRecord } from '../../results/record.js';
import { createStore } from '../../results/store.js';
import { renderMarkdown } from '../../../reports/markdown.js';
import { listenForInterrupt } from '../interrupt.js';
import type { Progress } from '../progress.js';
import { writeReport } from '../write-report.js';
import { chooseWork } from './choose-work.js';
import { measureScenarios } from './measure-scenarios.js';
import { nameRun, outputDirectory, workDirectory } from './places.js';
import { prepare, type Stage } from './prepare.js';
import { interruptedWarning, warningsAtEnd } from './run-warnings.js';

export interface RunResult {
  record: RunRecord;
  /** Where record, samples and reports lie. */
  directory: string;
  /** Exit status of the signal that cut the run short, if one did. */
  interruptedBy: number | undefined;
}

interface Given {
  options: RunOptions;
  /** The command line that makes this run again, without its seed. */
  command: string;
  progress: Progress;
  /** UV_THREADPOOL_SIZE, for the record. */
  threadPoolSize: string | undefined;
  /** Ends the program at once; called at the second Ctrl-C, after everything was cleared away. */
  exit: (status: number) => void;
}

/**
 * Measures and reports.
 *
 * @throws HarnessError for what the user can mend, before anything is measured; nothing is left behind then
 */
export async function run({ exit, ...given }: Given): Promise<RunResult> {
  const { options, progress } = given;
  const startedAt = systemClock.now();
  const work = await chooseWork(options);
  const runId = nameRun(startedAt, work.suite.name);
  const workspace = await openWorkspace(await workDirectory(options.dir), runId);
  const interrupt = listenForInterrupt(
    () => progress.say('Finishing the copy in flight, then the report. Ctrl-C again ends at once.'),
    (status) => {
      workspace.abandon();
      exit(status);
    },
  );
  try {
    const store = await createStore(outputDirectory(options.out, runId));
    try {
      const stage = { ...given, startedAt, runId, work, workspace, store };
      const record = await measure(stage, interrupt.signal);
      await writeReport(store.directory, renderMarkdown(record));
      return { record, directory: store.directory, interruptedBy: interrupt.status() };
    } finally {
      await store.close();
    }
  } finally {
    progress.end();
    interrupt.dispose();
    await workspace.close();
  }
}

async function measure(stage: Stage, signal: AbortSignal): Promise<RunRecord> {
  const prepared = await prepare(stage);
  const { journal, fixtures, stamps } = prepared;
  try {
    await measureScenarios({ ...stage, ...prepared, clock: systemClock, signal });
    for (const warning of await warningsAtEnd(fixtures, stamps)) journal.warn(warning);
    if (signal.aborted) journal.warn(interruptedWarning(prepared.plans.length));
    return await journal.finish(signal.aborted);
  } finally {
    await prepared.ballast.release();
  }
}
