/** What a calibration can be told beyond what a run can. */
import { z } from 'zod';
import { HarnessError } from '../core/errors.js';
import type { Layer } from './run-options.js';

const count = (highest: number) => z.coerce.number().int().min(1).max(highest);

const effects = z
  .string()
  .transform((text) => text.split(',').map((part) => Number(part.trim() || Number.NaN)))
  .pipe(z.array(z.number().positive().max(200)).min(1))
  .transform((percents) => percents.map((percent) => percent / 100));

const schema = z.object({
  gates: count(10_000).default(30),
  effects: effects.default([0.05, 0.1, 0.2]),
  simulate: count(1_000_000).default(2000),
  simulateRounds: count(10_000).optional(),
  passes: count(100).default(5),
  paired: z.boolean().default(false),
  from: z.string().min(1).optional(),
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
  if (!parsed.success) {
    const complaints = parsed.error.issues.map(
      (issue) =>
        `--${String(issue.path[0])} ${JSON.stringify(flags[String(issue.path[0])])}: ${issue.message}`,
    );
    throw new HarnessError('E_USAGE', complaints.join('\n'));
  }
  return { own: parsed.data, rest: Object.fromEntries(entries.filter((entry) => !isOwn(entry))) };
}
