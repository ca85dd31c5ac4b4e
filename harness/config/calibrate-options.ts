/** What a calibration can be told beyond what a run can. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { wrongOptions, type Layer } from './run-options.js';

const count = (highest: number) => z.coerce.number().int().min(1).max(highest);

/** Each is a kind of gates to be measured. */
const MOST_EFFECTS = 20;

const effects = bounded.text
  .transform((text) => text.split(',').map((part) => Number(part.trim() || Number.NaN)))
  .pipe(
    bounded
      .list(z.number().positive().max(200))
      .min(1)
      .max(MOST_EFFECTS, `Name at most ${MOST_EFFECTS}.`),
  )
  .transform((percents) => percents.map((percent) => percent / 100));

const schema = z.object({
  gates: count(10_000).default(30),
  effects: effects.default([0.05, 0.1, 0.2]),
  simulate: count(1_000_000).default(2000),
  simulateRounds: count(10_000).optional(),
  passes: count(100).default(5),
  paired: z.boolean().default(false),
  from: bounded.path.min(1).optional(),
});

export type CalibrationOptions = z.infer<typeof schema>;

/**
 * Parts flags into a calibration's own and those of a run.
 *
 * @throws HarnessError `E_USAGE` naming the option that is wrong and the value seen
 */
export function resolveCalibration(flags: Layer): { own: CalibrationOptions; rest: Layer } {
  const names = Object.keys(schema.shape);
  const isOwn = ([name]: [string, unknown]): boolean => names.includes(name);
  const entries = Object.entries(flags);
  const parsed = schema.safeParse(Object.fromEntries(entries.filter(isOwn)));
  if (!parsed.success) throw wrongOptions(parsed.error, flags);
  return { own: parsed.data, rest: Object.fromEntries(entries.filter((entry) => !isOwn(entry))) };
}
