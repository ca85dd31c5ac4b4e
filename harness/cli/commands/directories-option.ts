/** The option `--dir` of commands that know several directories: given again, it names another. */
import { Option } from 'commander';

/** @param description ends with what several directories mean to the command */
export function directoriesOption(description: string): Option {
  return new Option('--dir <path>', description).argParser(
    (path: string, before: readonly string[] | undefined) => [...(before ?? []), path],
  );
}
