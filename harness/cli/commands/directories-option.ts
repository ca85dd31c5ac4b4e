/** `--dir` and `--copy-to` of commands that know several directories: given again, they name another. */
import { Option } from 'commander';

/**
 * @param flag such as `--dir`
 * @param description ends with what several directories mean to the command
 */
export function directoriesOption(flag: string, description: string): Option {
  return new Option(`${flag} <path>`, description).argParser(
    (path: string, before: readonly string[] | undefined) => [...(before ?? []), path],
  );
}
