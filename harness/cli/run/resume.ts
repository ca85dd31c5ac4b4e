/** Going on with a run that was killed or interrupted: what has to be as it was, and where the seam lies. */
import { HarnessError } from '../../core/errors.js';
import { packageVersion } from '../../core/package-root.js';
import { bootId } from '../../machine/boot.js';
import type { Machine } from '../../machine/machine.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import { isWarmUp } from '../../measure/sample.js';
import { earlierOf, readEarlierRun, type EarlierRun } from '../../results/earlier-run.js';
import type { Seam } from '../../results/seam.js';

/**
 * Reads the run in `directory`, of which something is left to do.
 *
 * @throws HarnessError `E_USAGE` when it ran to its end or another version of copybench began it; as `readEarlierRun`
 */
export async function readUnfinished(directory: string): Promise<EarlierRun> {
  const earlier = await readEarlierRun(directory);
  const { version } = earlier.plan.heading.tool;
  if (earlier.record?.interrupted === false) {
    throw refused(directory, 'it ran to its end', 'Begin a new one with `copybench run`');
  }
  if (version !== packageVersion()) {
    const how = `it was begun by version ${version}, and this is ${packageVersion()}`;
    throw refused(directory, how, 'Resume it with that version, or measure again');
  }
  return earlier;
}

/** @throws HarnessError `E_USAGE` when this is another machine, or other strategies work on it now */
export function requireSame(
  { directory, plan }: EarlierRun,
  now: { machine: Machine; plans: readonly ScenarioPlan[] },
): void {
  const { machine } = plan.heading;
  if (machine.fingerprint !== now.machine.fingerprint) {
    const how = `it was begun on ${machine.hostname} (${machine.fingerprint}), and this machine is another`;
    throw refused(directory, how, 'Resume it there, or measure again here');
  }
  const before = plan.scenarios.map(outline);
  const after = now.plans.map(outline);
  const changed = before.findIndex((text, index) => text !== after[index]);
  if (changed === -1 && before.length === after.length) return;
  const how = `it was to measure ${before[changed] ?? 'nothing'}, and now that is ${after[changed] ?? 'nothing'}`;
  throw refused(directory, how, 'Make what is missing available again, or measure anew');
}

/** What decides the order of the copies. */
function outline({ id, seed, arms, rounds }: ScenarioPlan): string {
  const names = arms.map(({ name }) => name).join(',');
  return `${id} (${names}; seed ${seed}, ${rounds.min} to ${rounds.max} rounds)`;
}

/** Where the run goes on: in `plan`, of which it may have samples. */
export function seamIn(plan: ScenarioPlan, earlier: EarlierRun, now: Date): Seam {
  const measured = earlierOf(earlier, plan.id).samples.filter((sample) => !isWarmUp(sample));
  const round = measured.at(-1)?.round ?? 0;
  const last = earlier.samples.at(-1);
  const beganMs = Date.parse(earlier.plan.heading.startedAt);
  const boot = bootId();
  const before = earlier.plan.bootId;
  return {
    at: now.toISOString(),
    scenario: plan.id,
    round,
    copies: measured.filter((sample) => sample.round === round).length,
    pausedMs: last
      ? Math.max(0, Math.round(now.getTime() - beganMs - (last.atNs + last.elapsedNs) / 1e6))
      : null,
    rebooted: boot === null || before === null ? null : boot !== before,
  };
}

/** Nanoseconds of the budget that sessions before this one spent. */
export function budgetSpentNs(earlier: EarlierRun): number {
  const { preparedNs, totalNs } = earlier.continued.time;
  return Math.max(0, totalNs - preparedNs);
}

function refused(directory: string, how: string, remedy: string): HarnessError {
  return new HarnessError(
    'E_USAGE',
    `The run in ${directory} cannot be resumed: ${how}. ${remedy}.`,
  );
}
