/** What a run can be told: one schema for the configuration file, the environment and the flags. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { parseCpuList } from '../core/cpu-list.js';
import { HarnessError, messageOf } from '../core/errors.js';
import { shortened } from '../core/fitted.js';
import { shown } from '../core/refusal.js';
import { didYouMean } from '../core/suggestion.js';
import { parseDuration, parseSize } from '../core/units.js';

/** Text, as a flag or an environment variable gives it, or what a JSON file can say directly. */
const list = z
  .union([bounded.command, bounded.list(bounded.name)])
  .transform((value) => (typeof value === 'string' ? value.split(',') : value))
  .transform((names) => names.map((name) => name.trim()).filter((name) => name !== ''))
  .pipe(bounded.list(bounded.name));

const flag = z.union([z.boolean(), z.enum(['true', 'false', '1', '0']).transform(isTrue)]);

/** A parser of our own inside a schema: its sentence becomes the issue's message. */
function parsed(parse: (text: string) => number) {
  return z.union([bounded.name, z.number()]).transform((value, context): number => {
    try {
      return parse(String(value));
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
      return z.NEVER;
    }
  });
}

const sizeList = list
  .transform((texts, context): number[] => {
    try {
      return texts.map(parseSize);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
      return z.NEVER;
    }
  })
  .refine((sizes) => sizes.length > 0, 'Name at least one size.');

/** One path or several; a comma may be part of a path. */
const directories = z
  .union([bounded.path, bounded.list(bounded.path)])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .refine((paths) => paths.length > 0 && !paths.includes(''), 'Name an existing directory.');

/** Sizes, or the name of a list of them that suites know. */
const sizes = z.union([z.literal('published'), sizeList]);
/** A number that fits, or `advice` as the issue's message. */
function number(fits: (value: number) => boolean, advice: string) {
  return z.union([bounded.name, z.number(), z.boolean()]).transform((value, context): number => {
    const isWritten = typeof value !== 'boolean' && String(value).trim() !== '';
    if (isWritten && fits(Number(value))) return Number(value);
    context.addIssue({ code: 'custom', message: advice });
    return z.NEVER;
  });
}

const whole = (lowest: number, highest: number) =>
  number(
    (value) => Number.isInteger(value) && value >= lowest && value <= highest,
    `Write a whole number from ${lowest} to ${highest}.`,
  );

const percent = (highest: number) =>
  number(
    (value) => value > 0 && value <= highest,
    `Write a percentage above 0 and up to ${highest}.`,
  ).transform((value) => value / 100);

/** One or several of `words`, each once. */
function choices<W extends string>(words: readonly W[]) {
  return list.transform((names, context): W[] => {
    const chosen = words.filter((word) => names.includes(word));
    if (chosen.length > 0 && names.every((name) => words.some((word) => word === name)))
      return chosen;
    context.addIssue({ code: 'custom', message: `Write one or more of ${words.join(', ')}.` });
    return z.NEVER;
  });
}

const cpuList = z.union([bounded.name, z.number()]).transform((value, context): number[] => {
  const cpus = parseCpuList(String(value));
  if (cpus !== null) return cpus;
  context.addIssue({ code: 'custom', message: 'Write numbers of CPUs, such as 0 or 0,2-3.' });
  return z.NEVER;
});

export const runOptionsSchema = z
  .object({
    suite: bounded.name.default('published'),
    sizes: sizes.optional(),
    route: z.enum(['file-to-file', 'file-to-socket', 'socket-to-file', 'http']).optional(),
    socket: z.enum(['tcp', 'unix']).default('tcp'),
    cache: choices(['warm', 'cold']).optional(),
    durability: choices(['buffered', 'fdatasync']).optional(),
    destination: choices(['new', 'replace', 'in-place']).optional(),
    memory: choices(['backed', 'first-touch']).optional(),
    dropCaches: flag.default(false),
    strategies: list.refine((names) => names.length > 0, 'Name at least one strategy.').optional(),
    exclude: list.default([]),
    reference: bounded.name.optional(),
    rounds: whole(1, 1000).optional(),
    budget: parsed(parseDuration).optional(),
    quick: flag.default(false),
    dir: directories.optional(),
    copyTo: directories.optional(),
    out: bounded.path.min(1).optional(),
    keepFree: parsed(parseSize).optional(),
    seed: whole(0, 2 ** 31 - 1).optional(),
    verify: z.enum(['first', 'all', 'none']).default('first'),
    json: flag.default(false),
    format: list.default([]),
    charts: z.enum(['none', 'svg']).default('svg'),
    ascii: flag.default(false),
    ballast: z.union([z.enum(['auto', 'off']), parsed(parseSize)]).default('auto'),
    pin: cpuList.optional(),
    pinReceiver: cpuList.optional(),
    precision: percent(50).default(0.03),
    margin: percent(50).default(0.02),
  })
  .strict();

export type RunOptions = z.infer<typeof runOptionsSchema>;

/** A layer: names of options with values as they were written. */
export type Layer = Readonly<Record<string, unknown>>;

/** Names of all options, for the environment and for suggestions. */
export const runOptionNames = Object.keys(runOptionsSchema.shape);

/** `COPYBENCH_SIZES=7MB` -> `{sizes: '7MB'}`; variables of other names are not ours to judge. */
export function layerOfEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Layer {
  return Object.fromEntries(
    runOptionNames
      .map(
        (name) =>
          [
            name,
            environment[`COPYBENCH_${dashed(name).toUpperCase().replaceAll('-', '_')}`],
          ] as const,
      )
      .filter(([, value]) => value !== undefined && value !== ''),
  );
}

/**
 * Puts the layers over each other and checks the result.
 *
 * @param layers weakest first: file, environment, flags
 * @throws HarnessError `E_USAGE` naming each option that is wrong, the value seen and what it may be
 */
export function resolveRunOptions(layers: readonly Layer[]): RunOptions {
  const merged = overlaid(layers);
  const result = runOptionsSchema.safeParse(merged);
  if (result.success) return result.data;
  throw wrongOptions(result.error, merged);
}

/** The error that names each option of `layer` that is wrong, the value seen and what it may be. */
export function wrongOptions({ issues }: z.ZodError, layer: Layer): HarnessError {
  const complaints = issues.slice(0, MOST_COMPLAINTS).map((issue) => complain(issue, layer));
  return new HarnessError('E_USAGE', complaints.join('\n'));
}

/** The layers as one: what an upper one says counts. */
export function overlaid(layers: readonly Layer[]): Layer {
  return layers.reduce((below, above) => ({ ...below, ...above }), {});
}

/** Of a list of a thousand wrong names the first few tell what is wrong. */
const MOST_COMPLAINTS = 10;

function complain(issue: z.core.$ZodIssue, merged: Layer): string {
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys
      .slice(0, MOST_COMPLAINTS)
      .map((key) => shortened(key, 80))
      .map((key) => `There is no option "${key}".${didYouMean(key, runOptionNames)}`);
    return `${unknown.join('\n')} Known: ${runOptionNames.join(', ')}.`;
  }
  const name = String(issue.path[0]);
  return `--${dashed(name)} ${shown(merged[name])}: ${innermost(issue)}`;
}

/** `dropCaches` -> `drop-caches`, as it is typed. */
function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A union complains about each of its branches; the branch that took the text says it best. */
function innermost(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const complaints = issue.errors.flat();
  const own = complaints.find(({ code }) => code === 'custom' || code === 'too_big');
  return (own ?? complaints[0] ?? issue).message;
}

function isTrue(text: string): boolean {
  return text === 'true' || text === '1';
}
