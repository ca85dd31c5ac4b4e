/** What `gate`, `baseline` and `calibrate` have in common on the command line. */
import type { Command } from 'commander';
import { overlaid, type Layer, type RunOptions } from '../../config/run-options.js';
import { createProgress } from '../progress.js';
import type { Given } from '../run/stage.js';
import type { Surroundings } from '../surroundings.js';
import { addRunFlags } from './run-flags.js';

/** Run options whose help would say the default of a run. */
const OWN_DEFAULTS: Readonly<Record<string, string>> = {
  '--suite': 'what to compare (default: gate)',
  '--budget': 'most time to spend on the copies of a pass (default: 75s)',
  '--margin': 'slowdown that does not matter to you (default: 5)',
  '--precision':
    'half-width of the intervals at which to stop (default: a third of --margin; 0.4 of it for two builds)',
};

/** Adds the options of a run, with the defaults of a gate in their help. */
export function addMeasuringFlags(command: Command): Command {
  addRunFlags(command);
  for (const option of command.options) {
    const words = OWN_DEFAULTS[option.long ?? ''];
    if (words !== undefined) option.description = words;
    // Passes are short, and a gate takes all of them or none.
    if (option.long === '--resume') option.hideHelp();
  }
  return command;
}

/** What a measuring command hands to the stage. */
export function givenOf(
  options: RunOptions,
  layers: readonly Layer[],
  surroundings: Surroundings,
): Given {
  return {
    options,
    asked: overlaid(layers),
    command: surroundings.commandLine,
    progress: createProgress(surroundings.stderr),
    threadPoolSize: surroundings.environment['UV_THREADPOOL_SIZE'],
    exit: surroundings.exitNow,
  };
}
