/** `copybench calibrate`: what a gate is worth on this machine. */
import { join } from 'node:path';
import { Command } from 'commander';
import {
  renderCalibrationMarkdown,
  renderCalibrationTerminal,
  type CalibrationRates,
} from '../../../reports/gate/calibration-report.js';
import { resolveCalibration, type CalibrationOptions } from '../../config/calibrate-options.js';
import { resolveMeasuring } from '../../config/gate-options.js';
import { writeFileAtomically } from '../../core/atomic-file.js';
import { HarnessError } from '../../core/errors.js';
import type { Calibration } from '../../results/gate/calibration.js';
import { liveRates, noiseBySize, simulatedRates } from '../../results/gate/rates.js';
import { createRandom } from '../../statistics/random.js';
import { calibrate } from '../calibrate/calibrate.js';
import { readCalibration } from '../calibrate/read-calibration.js';
import { EXIT } from '../exit-status.js';
import type { Surroundings } from '../surroundings.js';
import { addMeasuringFlags, givenOf } from './gate-flags.js';
import { layersOf } from './option-layers.js';

const EXAMPLES = `
Examples:
  copybench calibrate --sizes 7MB --gates 30       30 gates of each kind, then 2000 simulated ones
  copybench calibrate --simulate 5000 --from DIR   replay the passes of an earlier calibration, without copying
  copybench calibrate --paired --sizes 7MB         gates as with --against
  copybench calibrate --effects 3,6 --margin 2`;

export function calibrateCommand(surroundings: Surroundings): Command {
  const command = new Command('calibrate')
    .summary('measure what a gate is worth on this machine')
    .description(
      'Repeats gates with nothing changed and with one strategy slowed down by copying a share again, and tells ' +
        'how often they cry wolf and what they find.',
    )
    .option('--gates <n>', 'live gates of each kind (default: 30)')
    .option('--effects <list>', 'slowdowns in percent (default: 5,10,20)')
    .option('--simulate <n>', 'simulated gates of each kind (default: 2000)')
    .option(
      '--simulate-rounds <n>',
      'rounds of a simulated pass (default: as many as were measured)',
    )
    .option(
      '--passes <n>',
      'passes of the baseline, or with --paired those to be replayed (default: 5)',
    )
    .option(
      '--paired',
      'gates of two builds in the same rounds, as with --against, and no baseline',
    )
    .option('--from <dir>', 'only replay the passes of an earlier calibration');
  return addMeasuringFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Record<string, unknown>) => {
      const { own, rest } = resolveCalibration(flags);
      const layers = await layersOf(rest, surroundings);
      const options = resolveMeasuring(layers, own.paired ? 'paired' : 'unpaired');
      const { calibration, directory, interruptedBy } =
        own.from === undefined
          ? await calibrate(givenOf(options, layers, surroundings), {
              gates: own.gates,
              effects: own.effects,
              paired: own.paired,
              baselinePasses: own.passes,
            })
          : {
              calibration: await readCalibration(own.from),
              directory: own.from,
              interruptedBy: undefined,
            };
      const rates = await ratesOf(calibration, own);
      await writeFileAtomically(
        join(directory, 'calibration.md'),
        renderCalibrationMarkdown(rates),
      );
      surroundings.stdout.write(renderCalibrationTerminal(rates, surroundings.terminal));
      surroundings.stderr.write(`calibration.json and calibration.md are in ${directory}\n`);
      surroundings.exitWith(interruptedBy ?? EXIT.pass);
    });
}

async function ratesOf(
  calibration: Calibration,
  { simulate, simulateRounds, effects }: CalibrationOptions,
): Promise<CalibrationRates> {
  const { passes, baselinePasses, gates, margin, precision, mode, seed, machine, bound } =
    calibration;
  const enough = passes.length >= baselinePasses + 2;
  if (!enough && gates.length === 0) {
    throw new HarnessError(
      'E_USAGE',
      `The calibration holds ${passes.length} passes, and a gate needs ${baselinePasses + 2}. Measure more gates.`,
    );
  }
  const measure = mode === 'paired' ? 'paired' : 'ratio';
  const rules = { measure, margin, sameMachine: true, bound } as const;
  const random = createRandom(seed);
  return {
    hostname: machine.hostname,
    mode,
    margin,
    live: liveRates(gates),
    simulated: enough
      ? await simulatedRates(
          { passes, baselinePasses },
          { gates: simulate, rounds: simulateRounds, effects, rules, precision, random },
        )
      : [],
    noise: noiseBySize({ passes, margin }),
  };
}
