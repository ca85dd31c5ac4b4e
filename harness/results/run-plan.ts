/** What a run is going to measure, as it stands in `plan.json`: written before the first copy, for who goes on with it. */
import { join } from 'node:path';
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { writeFileAtomically } from '../core/atomic-file.js';
import { parseBounded, readBounded } from '../core/bounded.js';
import { hasCode, HarnessError, messageOf } from '../core/errors.js';
import { fitted } from '../core/fitted.js';
import { whyRefused } from '../core/refusal.js';
import type { ScenarioPlan } from '../measure/plan.js';
import { recordSchema } from './record.js';

/** Raised with every change of meaning; a plan of another version is refused. */
const PLAN_VERSION = 1;
const PLAN = 'plan.json';

const count = z.number().int().nonnegative();

/** What a report needs to know of a strategy; everything else that describes it is kept as it is. */
const describedSchema = z.looseObject({
  name: bounded.name,
  label: bounded.name,
  class: z.enum(['copy', 'clone', 'bypass', 'bound']),
  runtime: z.enum(['javascript', 'native', 'command', 'peer']),
  copiesPerByte: bounded.table(z.number().nonnegative()),
});

/** A `ScenarioPlan` as plain data. */
const plannedSchema = z.looseObject({
  id: bounded.name,
  route: z.enum(['file-to-file', 'file-to-socket', 'socket-to-file', 'http']),
  directories: z.object({ source: bounded.name, destination: bounded.name }).optional(),
  conditions: z.object({
    cache: z.enum(['warm', 'cold']),
    durability: z.enum(['buffered', 'fdatasync']),
    destination: z.enum(['new', 'replace', 'in-place']),
    memory: z.enum(['backed', 'first-touch']).optional(),
  }),
  socket: z.enum(['tcp', 'unix']).nullable(),
  fixture: z.object({ name: bounded.name, sizeBytes: count, seed: z.number().int() }),
  reference: bounded.name,
  comparisons: bounded.list(
    z.object({ name: bounded.name, slower: bounded.name, faster: bounded.name }),
  ),
  arms: bounded.list(z.object({ name: bounded.name, strategy: describedSchema })),
  unsupported: bounded.list(z.object({ strategy: describedSchema, reason: bounded.text })),
  versions: bounded.list(z.tuple([bounded.name, bounded.text])),
  seed: z.number().int(),
  rounds: z.object({ min: count, max: count }),
});

/** The part of a record that is known before the first copy. */
export const headingSchema = recordSchema.omit({
  finishedAt: true,
  interrupted: true,
  time: true,
  warnings: true,
  seams: true,
  scenarios: true,
});

export type Heading = z.infer<typeof headingSchema>;

const runPlanSchema = z.object({
  formatVersion: z.literal(PLAN_VERSION),
  heading: headingSchema,
  /** The options as they were asked for, before defaults. */
  asked: bounded.table(z.unknown()),
  /** Identifies the boot of the machine (proc_sys_kernel(5), random/boot_id); null where unknown. */
  bootId: bounded.name.nullable(),
  scenarios: bounded.list(plannedSchema),
});

type StoredPlan = z.infer<typeof runPlanSchema>;

export interface RunPlan extends Omit<StoredPlan, 'formatVersion' | 'scenarios'> {
  scenarios: ScenarioPlan[];
}

/** Writes `plan.json` in one step. */
export async function writeRunPlan(directory: string, plan: RunPlan): Promise<void> {
  const scenarios = plan.scenarios.map((one) => ({ ...one, versions: [...one.versions] }));
  const stored = fitted(runPlanSchema, { formatVersion: PLAN_VERSION, ...plan, scenarios });
  await writeFileAtomically(join(directory, PLAN), `${JSON.stringify(stored, null, 2)}\n`);
}

/**
 * Reads `plan.json`.
 *
 * @throws HarnessError `E_RECORD_MISSING` when there is none, `E_RECORD_MALFORMED` when it is no plan
 */
export async function readRunPlan(directory: string): Promise<RunPlan> {
  const path = join(directory, PLAN);
  const text = await readBounded(path, 'E_RECORD_MALFORMED').catch((cause: unknown) => {
    if (!hasCode(cause, 'ENOENT') && !hasCode(cause, 'ENOTDIR')) throw cause;
    throw new HarnessError(
      'E_RECORD_MISSING',
      `${path} does not exist. Name the directory of a run that had begun to copy.`,
      { cause },
    );
  });
  return parseRunPlan(path, text);
}

/** @throws HarnessError `E_RECORD_MALFORMED` naming `path`, when `text` is no plan */
export function parseRunPlan(path: string, text: string): RunPlan {
  try {
    const { formatVersion: _, scenarios, ...plan } = runPlanSchema.parse(parseBounded(text));
    return { ...plan, scenarios: scenarios.map(revived) };
  } catch (cause) {
    const why = cause instanceof z.ZodError ? whyRefused(cause) : messageOf(cause);
    throw new HarnessError(
      'E_RECORD_MALFORMED',
      `${path} is not the plan of a run: ${why}\nRestore it, or measure again.`,
      { cause },
    );
  }
}

/** Strategies without what they do: enough to summarise, and nothing can be copied by them. */
function revived(stored: StoredPlan['scenarios'][number]): ScenarioPlan {
  const { versions, directories, ...planned } = stored;
  const inert = {
    summary: '',
    routes: [],
    leaves: 'copy',
    available: () => Promise.resolve({ available: false, reason: 'it is only described' }),
    copy: () => {
      throw new Error('A strategy that is only described cannot copy.');
    },
  } as const;
  return {
    ...planned,
    ...(directories && { directories }),
    arms: planned.arms.map(({ name, strategy }) => ({ name, strategy: { ...inert, ...strategy } })),
    unsupported: planned.unsupported.map(({ strategy, reason }) => ({
      strategy: { ...inert, ...strategy },
      reason,
    })),
    versions: new Map(versions),
  };
}
