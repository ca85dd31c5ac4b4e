/** `copybench baseline`: measures what a gate will compare with. */
import { Command } from 'commander';
import { resolveMeasuring } from '../../config/gate-options.js';
import { HarnessError } from '../../core/errors.js';
import { capture, type CaptureResult } from '../gate/capture.js';
import { EXIT } from '../exit-status.js';
import { plainTable } from '../plain-table.js';
import { formatDuration, formatPercent, formatRatio } from '../../core/units.js';
import type { Surroundings } from '../surroundings.js';
import { addMeasuringFlags, givenOf } from './gate-flags.js';
import { layersOf } from './option-layers.js';

const EXAMPLES = `
Examples:
  copybench baseline                               the suite gate, five passes, in reports/baselines/
  copybench baseline --passes 5 --sizes 7MB
  copybench baseline --to ci/baseline.json`;

export function baselineCommand(surroundings: Surroundings): Command {
  const command = new Command('baseline')
    .summary('measure what a gate will compare with')
    .description(
      'Measures a suite several times and keeps it for `copybench gate`, unless it cannot be relied on.',
    )
    .option('--passes <n>', 'how often everything is measured', '5')
    .option('--to <path>', 'file to write (default: by machine and suite, in reports/baselines/)')
    .option('--force', 'keep it in spite of doubts');
  return addMeasuringFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async ({ passes, to, force, ...flags }: Record<string, unknown>) => {
      const layers = await layersOf(flags, surroundings);
      const options = resolveMeasuring(layers);
      const result = await capture(givenOf(options, layers, surroundings), {
        passes: passesOf(passes),
        to: typeof to === 'string' ? to : undefined,
        force: force === true,
      });
      surroundings.stdout.write(described(result));
      surroundings.stderr.write(`The passes are in ${result.directory}\n`);
      surroundings.exitWith(EXIT.pass);
    });
}

function passesOf(value: unknown): number {
  const passes = Number(value);
  if (Number.isInteger(passes) && passes >= 1 && passes <= 100) return passes;
  throw new HarnessError(
    'E_USAGE',
    `--passes "${String(value)}": Write a whole number from 1 to 100.`,
  );
}

function described({ path, baseline }: CaptureResult): string {
  const rows = baseline.summary.flatMap(({ scenario, strategies }) =>
    strategies.map(({ name, medianNs, ratio, passSpread }) => [
      scenario,
      name,
      formatDuration(medianNs),
      ratio === null ? '1.00x' : `${formatRatio(ratio.estimate)}x`,
      formatPercent(passSpread),
    ]),
  );
  const headings = ['scenario', 'strategy', 'median', 'time / reference', 'spread of passes'];
  const table = plainTable(headings, rows);
  const doubts = baseline.forced.map((doubt) => `Kept in spite of: ${doubt}\n`).join('');
  return `${table}\n${doubts}Baseline: ${path}\n`;
}
