/** Pieces of schemas for what others wrote: no text is longer, and no list has more, than anything of ours. */
import { z } from 'zod';

/** Names are read by people; the longest of ours, a scenario's id, has a quarter of this. */
const NAME_LENGTH = 256;
/** A reason may quote the last words of a process (2000 characters) and a path. */
const TEXT_LENGTH = 10_000;
/** PATH_MAX of Linux (limits.h), in bytes; a path has no more characters than bytes. */
const PATH_LENGTH = 4096;
/** MAX_ARG_STRLEN of Linux, 32 pages: the longest single argument (execve(2)). */
const COMMAND_LENGTH = 131_072;
/** `2026-11-24T10:00:00.000000000+01:00` has 35. */
const MOMENT_LENGTH = 40;
/** A round has at most some hundred copies, a scenario a thousand rounds, a calibration ten thousand gates. */
const LIST_LENGTH = 100_000;
/** Options, system calls and routes are counted in dozens. */
const TABLE_KEYS = 1000;

const tooLong = (most: number): string => `It may have at most ${most} characters.`;
const text = (most: number) => z.string().max(most, tooLong(most));

export const bounded = {
  /** What something is called: a strategy, a scenario, a machine, a version. At most 256 characters. */
  name: text(NAME_LENGTH),
  /** Sentences: a reason, a remedy, what a program says of itself. At most 10 000 characters. */
  text: text(TEXT_LENGTH),
  /** At most 4096 characters. */
  path: text(PATH_LENGTH),
  /** A command line. At most 131 072 characters. */
  command: text(COMMAND_LENGTH),
  /** A point in time in UTC, as ISO 8601 writes it. */
  moment: z.iso.datetime().max(MOMENT_LENGTH, tooLong(MOMENT_LENGTH)),
  /** The same with the offset of a time zone. */
  zonedMoment: z.iso.datetime({ offset: true }).max(MOMENT_LENGTH, tooLong(MOMENT_LENGTH)),
  /** At most 100 000 of `item`. */
  list: <T extends z.ZodType>(item: T) =>
    z.array(item).max(LIST_LENGTH, `It may have at most ${LIST_LENGTH} items.`),
  /** `value` by name, at most 1000 of them. */
  table: <T extends z.ZodType>(value: T) =>
    z
      .record(text(NAME_LENGTH), value)
      .refine(
        (table) => Object.keys(table).length <= TABLE_KEYS,
        `It may have at most ${TABLE_KEYS} keys.`,
      ),
};
