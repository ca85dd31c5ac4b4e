/** What a check of `copybench doctor` is: one fact of the machine that changes what a copy costs. */
import type { SystemFiles } from '../system-files.js';

/** Where a check may look. */
export interface CheckContext {
  /** The real path of the directory under test. */
  directory: string;
  /** /proc, /sys and the like; a test gives a tree of its own. */
  files: SystemFiles;
  /** Size of libuv's thread pool as the environment sets it; undefined: the default of 4. */
  threadPoolSize: string | undefined;
}

/** `good`: as it should be. `note`: good to know. `doubt`: it changes the figures, and a run warns of it. */
export type Concern = 'good' | 'note' | 'doubt';

/** What a check saw. A fact that the machine does not tell is not available, and never assumed. */
export type Finding =
  | { available: true; value: string; concern: Concern; remedy?: string }
  | { available: false; reason: string };

export interface Check {
  /** Unique name, the file's name without its ending. */
  name: string;
  /** A few words for the table, such as `CPU governor`. */
  label: string;
  /** One sentence: why it matters to a copy. */
  why: string;
  look(context: CheckContext): Finding | Promise<Finding>;
}

/** Defines a check; a file in this folder default-exports one. */
export function defineCheck(check: Check): Check {
  return check;
}

export function good(value: string): Finding {
  return { available: true, value, concern: 'good' };
}

export function note(value: string, remedy?: string): Finding {
  return { available: true, value, concern: 'note', ...(remedy !== undefined && { remedy }) };
}

/** @param remedy what a person can do about it */
export function doubt(value: string, remedy: string): Finding {
  return { available: true, value, concern: 'doubt', remedy };
}

/** @param reason why nothing can be said, such as `/proc/swaps cannot be read` */
export function unknown(reason: string): Finding {
  return { available: false, reason };
}
