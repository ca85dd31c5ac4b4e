/** Looks at the machine with every check there is. */
import { join } from 'node:path';
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { discoverModules } from '../core/discover-modules.js';
import { describeError } from '../core/errors.js';
import { type Check, type CheckContext, type Finding, unknown } from './checks/check.js';

/** What one check found, as it stands in a record. */
export const examinedSchema = z.object({
  name: bounded.name,
  label: bounded.name,
  /** False where the machine does not tell; `value` then says why. */
  available: z.boolean(),
  value: bounded.text,
  /** `good`, `note` (good to know), `doubt` (it changes the figures); `unknown` where not available. */
  concern: z.enum(['good', 'note', 'doubt', 'unknown']),
  why: bounded.text,
  /** What to do about it; absent where there is nothing to do. */
  remedy: bounded.text.optional(),
});
export type Examined = z.infer<typeof examinedSchema>;

/** Every check there is, by name. */
export function discoverChecks(): Promise<Check[]> {
  return discoverModules<Check>(join(import.meta.dirname, 'checks'), ['check']);
}

/** What every check finds, in the order of their names. A check that breaks says so and costs no other. */
export async function examine(context: CheckContext): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const check of await discoverChecks())
    examined.push(report(check, await look(check, context)));
  return examined;
}

async function look(check: Check, context: CheckContext): Promise<Finding> {
  try {
    return await check.look(context);
  } catch (error) {
    return unknown(`the check failed: ${describeError(error)}`);
  }
}

function report({ name, label, why }: Check, finding: Finding): Examined {
  if (!finding.available)
    return { name, label, available: false, value: finding.reason, concern: 'unknown', why };
  const { value, concern, remedy } = finding;
  return {
    name,
    label,
    available: true,
    value,
    concern,
    why,
    ...(remedy !== undefined && { remedy }),
  };
}
