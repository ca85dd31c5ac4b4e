/** What a gate and its relatives can be told beyond what a run can; run options are as for `copybench run`. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { HarnessError } from '../core/errors.js';
import { resolveRunOptions, wrongOptions, type Layer, type RunOptions } from './run-options.js';

/** A gate looks for smaller slowdowns than anybody cares about in a table, and does not chase every percent. */
const GATE_DEFAULTS = { suite: 'gate', margin: 5, budget: '75s' } as const;

/**
 * A slowdown of twice the margin shall be found 95 times in 100, twice over, among some ten cells. By the
 * normal approximation that takes a standard error of about a fifth of the margin for a change, which is a
 * half-width of 0.4 margins. Two sides in the same rounds have that interval themselves; where a change is between
 * two runs, those within each run have to be narrower. docs/gate.md has the measured rates.
 */
const PRECISION_OF_MARGIN = { paired: 0.4, unpaired: 1 / 3 } as const;

export const gateOptionsSchema = z
  .object({
    /** Path of the baseline; by default that of this machine and suite. */
    baseline: bounded.path.min(1).optional(),
    /** Compare times as well as ratios. */
    absolute: z.boolean().default(false),
    /** Accept a baseline from another machine. */
    anyMachine: z.boolean().default(false),
    /** Another build of copybench to race, as a directory. */
    against: bounded.path.min(1).optional(),
    /** The same as a git ref of this repository, which is built first. */
    againstRef: bounded.name.min(1).optional(),
    /** Another Node binary to race. */
    node: bounded.path.min(1).optional(),
  })
  .strict();

export type GateOptions = z.infer<typeof gateOptionsSchema>;

/** The options that are a gate's own, by flag. */
const GATE_NAMES = Object.keys(gateOptionsSchema.shape);

/**
 * Parts flags into a gate's own and those of a run.
 *
 * @param layers weakest first: file, environment, flags; a gate's own options are flags
 * @throws HarnessError `E_USAGE` for options that are wrong or contradict each other
 */
export function resolveGateOptions(layers: readonly Layer[]): {
  gate: GateOptions;
  run: RunOptions;
} {
  const flags = layers.at(-1) ?? {};
  const own = pick(flags, (name) => GATE_NAMES.includes(name));
  const rest = pick(flags, (name) => !GATE_NAMES.includes(name));
  const parsed = gateOptionsSchema.safeParse(own);
  if (!parsed.success) throw wrongOptions(parsed.error, own);
  const gate = parsed.data;
  refuseContradictions(gate);
  const isRace = [gate.against, gate.againstRef, gate.node].some((rival) => rival !== undefined);
  const kind = isRace ? 'paired' : 'unpaired';
  return { gate, run: resolveMeasuring([...layers.slice(0, -1), rest], kind) };
}

/**
 * Run options with the defaults of a gate, a baseline or a calibration.
 *
 * @param kind whether both sides are in the same rounds
 */
export function resolveMeasuring(
  layers: readonly Layer[],
  kind: keyof typeof PRECISION_OF_MARGIN = 'unpaired',
): RunOptions {
  const isGiven = (name: string): boolean => layers.some((layer) => layer[name] !== undefined);
  // A number of rounds that was asked for is not cut short by a budget that was not.
  const { budget, ...others } = GATE_DEFAULTS;
  const defaults = isGiven('rounds') ? others : { ...others, budget };
  const options = resolveRunOptions([defaults, ...layers]);
  return isGiven('precision')
    ? options
    : { ...options, precision: options.margin * PRECISION_OF_MARGIN[kind] };
}

function refuseContradictions(gate: GateOptions): void {
  const { against, againstRef, node, baseline, absolute, anyMachine } = gate;
  const rivals = [
    ['--against', against],
    ['--against-ref', againstRef],
    ['--node', node],
  ].filter(([, value]) => value !== undefined);
  const names = rivals.map(([name]) => name).join(' and ');
  if (rivals.length > 1) {
    throw new HarnessError('E_USAGE', `${names} name several rivals. Race one at a time.`);
  }
  if (rivals.length === 1 && (baseline !== undefined || absolute || anyMachine)) {
    throw new HarnessError(
      'E_USAGE',
      `${names} measures both sides now, and takes no baseline. Leave out --baseline, --absolute and --any-machine.`,
    );
  }
  if (absolute && anyMachine) {
    throw new HarnessError(
      'E_USAGE',
      '--absolute compares times, which hold on one machine only. Leave out --any-machine.',
    );
  }
}

function pick(layer: Layer, wanted: (name: string) => boolean): Layer {
  return Object.fromEntries(Object.entries(layer).filter(([name]) => wanted(name)));
}
