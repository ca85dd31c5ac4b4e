/** Finds whom this gate compares with, before anything is measured. */
import { resolve } from 'node:path';
import { discoverStrategies } from '../../../strategies/discover.js';
import type { GateOptions } from '../../config/gate-options.js';
import { HarnessError } from '../../core/errors.js';
import type { Baseline } from '../../results/gate/baseline.js';
import { readBaseline } from '../../results/gate/baseline-file.js';
import { machineUnder } from '../run/directories.js';
import { pinnedName } from '../../results/pinned-name.js';
import { pinnedRecordOf } from '../run/choose-pins.js';
import { baselinePath } from '../run/places.js';
import type { Stage } from '../run/stage.js';
import { withCheckout } from './checkout.js';
import { openBuild, openRuntime } from './open-build.js';
import { racingOpponent, storedOpponent, type Opponent } from './opponent.js';

/**
 * Does `work` with the opponent that the options name; without one it is the baseline of this machine and suite.
 *
 * @throws HarnessError `E_BASELINE_*`, `E_BUILD` or `E_USAGE` with what to do
 */
export async function withOpponent<T>(
  stage: Stage,
  options: GateOptions,
  work: (opponent: Opponent) => Promise<T>,
): Promise<T> {
  const { startedAt } = stage;
  const { strategies, exclude } = stage.options;
  const wanted = { suite: stage.work.suite.name, isNamed: strategies !== undefined, exclude };
  const { against, againstRef, node } = options;
  if (against !== undefined || againstRef !== undefined || node !== undefined) refuseHttp(stage);
  if (node !== undefined) {
    const rival = await openRuntime(node, await discoverStrategies());
    return work(racingOpponent(rival, startedAt));
  }
  if (against !== undefined) {
    return work(racingOpponent(await openBuild(against, wanted), startedAt));
  }
  if (againstRef === undefined) return work(await stored(stage, options));
  return withCheckout(againstRef, stage, async (directory) =>
    work(racingOpponent(await openBuild(directory, wanted, againstRef), startedAt)),
  );
}

async function stored({ directories, work, pins }: Stage, options: GateOptions): Promise<Opponent> {
  const { fingerprint } = machineUnder(directories);
  const path = options.baseline
    ? resolve(options.baseline)
    : baselinePath(fingerprint, work.suite.name);
  const baseline = await readBaseline(path);
  const sameMachine = baseline.machine.fingerprint === fingerprint;
  if (!sameMachine && !options.anyMachine) throw foreign(path, baseline, fingerprint);
  if (baseline.suite !== work.suite.name) {
    throw new HarnessError(
      'E_USAGE',
      `${path} is a baseline of the suite ${baseline.suite}, and this gate measures ${work.suite.name}. ` +
        `Name the same one with --suite ${baseline.suite}.`,
    );
  }
  const [before, now] = [pinnedName(baseline.pinned), pinnedName(pins && pinnedRecordOf(pins))];
  if (before !== now) {
    throw new HarnessError(
      'E_USAGE',
      `${path} was measured with other CPUs: ${before}; this gate with: ${now}. ` +
        'Name the same with --pin and --pin-receiver, or capture a baseline anew with `copybench baseline`.',
    );
  }
  return storedOpponent(baseline, { absolute: options.absolute, sameMachine });
}

function foreign(path: string, { machine }: Baseline, fingerprint: string): HarnessError {
  return new HarnessError(
    'E_BASELINE_FOREIGN',
    `${path} was captured on another machine (${machine.hostname}, ${machine.cpu.model}, fingerprint ` +
      `${machine.fingerprint}; this one is ${fingerprint}). Capture one here with copybench baseline, compare two ` +
      'builds with --against-ref, or accept ratios from another machine with --any-machine.',
  );
}

/** On that route a program of ours serves, and only one build's could. */
function refuseHttp({ work }: Stage): void {
  if (!work.scenarios.some(({ route }) => route === 'http')) return;
  throw new HarnessError(
    'E_USAGE',
    'The route http cannot be raced: its servers are started by one build. Name another --suite or --route.',
  );
}
