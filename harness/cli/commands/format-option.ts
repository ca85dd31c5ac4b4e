/** `--format`, the same for every command that has results. */
import { Option } from 'commander';
import type { Format } from '../../../reports/formats/format.js';

/** The option; given more than once, its values add up. */
export function formatOption(formats: readonly Format<never>[]): Option {
  const names = formats.map(({ name }) => name).join(', ');
  return new Option(
    '--format <list>',
    `NAME prints on stdout instead of the report, NAME=PATH writes a file: ${names}`,
  ).argParser((value, earlier: string[] | undefined) => [...(earlier ?? []), value]);
}
