/** `--charts` and `--ascii`, the same for every command that has reports. */
import { Option } from 'commander';

/** Without a default: `run` has its own in its schema. */
export function chartsOption(): Option {
  return new Option('--charts <form>', 'charts of report.md: svg beside it, or none').choices([
    'none',
    'svg',
  ]);
}

export function asciiOption(): Option {
  return new Option('--ascii', 'print the report in ASCII alone');
}
