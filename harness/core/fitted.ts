/** Makes what copybench writes fit what it reads: no result is lost because a program had too much to say. */
import type { z } from 'zod';

const ELLIPSIS = ' ...';

/**
 * `value` as `schema` has it; texts that are longer than it takes end in `...`.
 *
 * @throws ZodError when anything else is wrong with it
 */
export function fitted<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  return schema.parse(parsed.error.issues.reduce(shortenAt, value));
}

/** `text`, or its beginning when it has more than `most` characters. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - ELLIPSIS.length)}${ELLIPSIS}`;
}

function shortenAt(value: unknown, issue: z.core.$ZodIssue): unknown {
  if (issue.code !== 'too_big' || issue.origin !== 'string') return value;
  return changedAt(value, issue.path, Number(issue.maximum));
}

/** A copy of `value` in which the text at `path` has at most `most` characters. */
function changedAt(value: unknown, path: readonly PropertyKey[], most: number): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'string' ? shortened(value, most) : value;
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (i === key ? changedAt(item, rest, most) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => [
      name,
      name === key ? changedAt(item, rest, most) : item,
    ]),
  );
}
