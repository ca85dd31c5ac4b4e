/** Builds the ballast a run needs, or says why it has none. */
import { HarnessError } from '../../core/errors.js';
import { compiledPath } from '../../core/package-root.js';
import { formatSize } from '../../core/units.js';
import { holdBallast, planBallast, type BallastChoice } from '../../measure/ballast.js';
import type { Machine } from '../../machine/machine.js';
import type { BallastRecord } from '../../results/record.js';
import type { Warning } from '../../results/warning.js';

export interface PreparedBallast {
  record: BallastRecord;
  warnings: Warning[];
  release(): Promise<void>;
}

export interface BallastRequest {
  choice: BallastChoice;
  /** Size of the largest fixture. */
  largestBytes: number;
  /** Whether memory is seen to before each copy, as some scenario asks. */
  seenToByCopy: boolean;
  machine: Machine;
  /** Why the addon is not there, or undefined. */
  addonMissing: string | undefined;
}

/**
 * Builds the ballast in a process of its own; the caller releases it.
 *
 * @throws HarnessError `E_USAGE` for a size where memory is seen to before each copy
 */
export async function prepareBallast({
  choice,
  largestBytes,
  seenToByCopy,
  machine,
  addonMissing,
}: BallastRequest): Promise<PreparedBallast> {
  if (seenToByCopy) return leftToCopies(choice);
  const plan = planBallast(choice, largestBytes, {
    reporting: machine.freePageReporting,
    availableBytes: machine.memory.availableBytes,
  });
  if (plan.bytes === 0)
    return without('reason' in plan ? plan.reason : 'no memory is free', machine);
  if (addonMissing !== undefined) return without(addonMissing, machine);
  const { release, ...held } = await holdBallast(
    compiledPath('harness/measure/ballast-process.js'),
    plan.bytes,
  );
  const cut = 'cut' in plan && plan.cut;
  return {
    record: { state: 'held', ...held },
    warnings: cut ? [small(plan.bytes)] : [],
    release,
  };
}

/** One that is held would be in the way of a state that is asked for. */
function leftToCopies(choice: BallastChoice): PreparedBallast {
  if (typeof choice === 'number')
    throw new HarnessError(
      'E_USAGE',
      `--ballast ${formatSize(choice)} would be in the way of --memory, which sees to it before each copy. Leave one out.`,
    );
  const reason = 'memory is seen to before each copy, as its scenario asks';
  return { record: { state: 'none', reason }, warnings: [], release: () => Promise.resolve() };
}

function without(reason: string, machine: Machine): PreparedBallast {
  return {
    record: { state: 'none', reason },
    warnings: machine.freePageReporting === false ? [] : [missing(reason, machine)],
    release: () => Promise.resolve(),
  };
}

const AT_RANDOM = 'of 100 MB and more may take two or three times as long at random';

function missing(reason: string, { freePageReporting }: Machine): Warning {
  const [message, remedy] =
    freePageReporting === null
      ? [
          `No ballast is held: ${reason}.`,
          `On a virtual machine copies ${AT_RANDOM}. Let /sys be read, or name a size such as --ballast 1GB.`,
        ]
      : [
          `This virtual machine hands free memory back to its host, and no ballast is held: ${reason}.`,
          `Copies ${AT_RANDOM}. Use --ballast auto.`,
        ];
  return { code: 'ballast-missing', message, remedy };
}

function small(bytes: number): Warning {
  return {
    code: 'ballast-small',
    message: `Only ${formatSize(bytes)} of ballast are held, half of the memory that is available.`,
    remedy:
      'The largest fixtures may meet memory that the host has to provide first. Free some memory.',
  };
}
