/** What a command that measures holds while it does: the directories under test and the signals that end it. */
import type { Layer, RunOptions } from '../../config/run-options.js';
import { compiledPath } from '../../core/package-root.js';
import { systemClock } from '../../core/clock.js';
import { thenClear } from '../../core/then-clear.js';
import { endAllGroups, startGuard } from '../../measure/guard.js';
import type { EarlierRun } from '../../results/earlier-run.js';
import { listenForInterrupt, type Interrupt } from '../interrupt.js';
import type { Progress } from '../progress.js';
import { choosePins, type Pins } from './choose-pins.js';
import { chooseWork, type Work } from './choose-work.js';
import { nameRun, namedDirectories } from './places.js';
import { openDirectories, type DirectoriesUnderTest } from './directories.js';

/** What the command was given. */
export interface Given {
  options: RunOptions;
  /** The same as they were asked for, before defaults: a resumed run asks for them again. */
  asked: Layer;
  /** The run to go on with, where there is one. */
  earlier?: EarlierRun | undefined;
  /** The command line that makes this run again, without its seed. */
  command: string;
  progress: Progress;
  /** UV_THREADPOOL_SIZE, for the record. */
  threadPoolSize: string | undefined;
  /** Ends the program at once; called at the second Ctrl-C, after everything was cleared away. */
  exit: (status: number) => void;
}

export interface Stage extends Omit<Given, 'exit'> {
  startedAt: Date;
  runId: string;
  work: Work;
  /** Null where nothing was asked for. */
  pins: Pins | null;
  directories: DirectoriesUnderTest;
  interrupt: Interrupt;
  /**
   * Has something cleared away when the program is ended at once.
   *
   * @param clear does it without waiting for anything
   * @returns forgets it, once it has been cleared away otherwise
   */
  onAbandon: (clear: () => void) => () => void;
}

/**
 * Does `work` on an open stage, and clears it away, however that ends.
 *
 * @throws HarnessError for what the user can mend, before anything is measured; nothing is left behind then
 */
export async function withStage<T>(
  { exit, ...given }: Given,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const { options, progress, earlier } = given;
  const heading = earlier?.plan.heading;
  const startedAt = heading ? new Date(heading.startedAt) : systemClock.now();
  const chosen = await chooseWork(options);
  const pins = choosePins(options);
  const runId = heading?.runId ?? nameRun(startedAt, chosen.suite.name);
  const directories = await openDirectories(
    await namedDirectories(options, heading?.options.directory),
  );
  const abandoned = new Set<() => void>();
  const interrupt = listenForInterrupt(
    () =>
      progress.say(
        'Finishing the copy in flight, which does not count, then the report. Ctrl-C again ends at once.',
      ),
    (status) => {
      endAllGroups();
      for (const clear of abandoned) clear();
      directories.abandon();
      exit(status);
    },
  );
  const endGuard = startGuard(compiledPath('harness/measure/guard-process.js'));
  const onAbandon = (clear: () => void): (() => void) => {
    abandoned.add(clear);
    return () => abandoned.delete(clear);
  };
  const stage = {
    ...given,
    startedAt,
    runId,
    work: chosen,
    directories,
    pins,
    interrupt,
    onAbandon,
  };
  return thenClear(
    () => work(stage),
    async () => {
      progress.end();
      interrupt.dispose();
      endGuard();
      await directories.close();
    },
  );
}
