/** `copybench gate`: did it get slower? */
import { Command } from 'commander';
import { gateFormats } from '../../../reports/formats/gate-formats.js';
import { resolveGateOptions } from '../../config/gate-options.js';
import { gate } from '../gate/gate.js';
import { outputsOf, prepareOutputs, writeOutputs } from '../outputs.js';
import type { Surroundings } from '../surroundings.js';
import { formatOption } from './format-option.js';
import { addMeasuringFlags, givenOf } from './gate-flags.js';
import { layersOf } from './option-layers.js';

const EXAMPLES = `
Examples:
  copybench gate                                   against the baseline of this machine
  copybench gate --against-ref origin/main         two builds in the same rounds, without a baseline
  copybench gate --against ../other-checkout       the same with a build that is there already
  copybench gate --node ~/node-22/bin/node         this build under another Node
  copybench gate --margin 10 --sizes 7MB           what counts, and less of it

Exit status: 0 pass; 1 regression or a strategy without a figure; 2 usage; 3 inconclusive or void; 4 no baseline,
or nothing to compare; 130 and 143 interrupted.`;

export function gateCommand(surroundings: Surroundings): Command {
  const command = new Command('gate')
    .summary('measure and compare with a baseline or another build')
    .description(
      'Measures again and decides whether any strategy became slower. What looks slower is measured twice.',
    )
    .option('--baseline <path>', 'the baseline (default: that of this machine and suite)')
    .option(
      '--absolute',
      'compare times instead of ratios to the reference; on the same machine only',
    )
    .option('--any-machine', 'accept ratios of a baseline from another machine')
    .option('--against <dir>', 'race another build of copybench in the same rounds')
    .option('--against-ref <ref>', 'the same with a commit of this repository, built first')
    .option('--node <path>', 'race this build under another Node binary');
  addMeasuringFlags(command);
  replaceFormats(command);
  return command.addHelpText('after', EXAMPLES).action(async (flags: Record<string, unknown>) => {
    const layers = await layersOf(flags, surroundings);
    const options = resolveGateOptions(layers);
    const { format, json } = options.run;
    const outputs = outputsOf(json ? [...format, 'json'] : format, gateFormats);
    await prepareOutputs(outputs);
    const result = await gate(givenOf(options.run, layers, surroundings), options.gate);
    await writeOutputs(outputs, result.gate, surroundings);
    surroundings.stderr.write(`gate.json, gate.md and the passes are in ${result.directory}\n`);
    surroundings.exitWith(result.interruptedBy ?? result.gate.exitStatus);
  });
}

/** A gate has formats of its own. */
function replaceFormats(command: Command): void {
  const own = formatOption(gateFormats);
  const inherited = command.options.find(({ long }) => long === own.long);
  if (inherited) inherited.description = own.description;
}
