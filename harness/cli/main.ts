#!/usr/bin/env node
/** The program: parses the command line, runs a command, turns errors into a message and an exit status. */
import { Command, CommanderError } from 'commander';
import { codeOf, hasCode, messageOf } from '../core/errors.js';
import { harmless } from '../../reports/terminal-text.js';
import { packageVersion } from '../core/package-root.js';
import { compareCommand } from './commands/compare.js';
import { doctorCommand } from './commands/doctor.js';
import { explainCommand } from './commands/explain.js';
import { baselineCommand } from './commands/baseline.js';
import { calibrateCommand } from './commands/calibrate.js';
import { cleanCommand } from './commands/clean.js';
import { fixturesCommand } from './commands/fixtures.js';
import { gateCommand } from './commands/gate.js';
import { historyCommand } from './commands/history.js';
import { listCommand } from './commands/list.js';
import { mergeCommand } from './commands/merge.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { EXIT, exitStatusOf } from './exit-status.js';
import { surroundingsOf } from './surroundings.js';

const surroundings = surroundingsOf(process);

const program = new Command('copybench')
  .description(
    'Which way of copying bytes is fastest on this machine, by how much, and how sure is that?',
  )
  .version(packageVersion())
  .exitOverride()
  .showHelpAfterError('Add --help for what it can do.')
  .configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, 'copybench: E_USAGE: ')),
  });
for (const command of [
  runCommand,
  listCommand,
  doctorCommand,
  reportCommand,
  explainCommand,
  compareCommand,
  gateCommand,
  baselineCommand,
  calibrateCommand,
  mergeCommand,
  historyCommand,
  fixturesCommand,
  cleanCommand,
]) {
  program.addCommand(command(surroundings));
}
handSettingsDown(program);

// A reader that went away (`copybench list | head`), or a terminal (EIO, after SIGHUP), is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (!hasCode(error, 'EPIPE') && !hasCode(error, 'EIO')) throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // commander has printed its message already; help and version end with 0.
    surroundings.exitWith(error.exitCode === 0 ? EXIT.pass : EXIT.usage);
  } else {
    // What it quotes may be of strangers, and a terminal obeys what it is sent.
    const lines = complaint(error).split('\n').map(harmless);
    surroundings.stderr.write(`copybench: ${lines.join('\n')}\n`);
    surroundings.exitWith(exitStatusOf(error));
  }
}

/** commander hands them only to commands that it makes itself, and only as they are at that moment. */
function handSettingsDown(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    handSettingsDown(command);
  }
}

function complaint(error: unknown): string {
  const code = codeOf(error);
  // Without a code it is a defect of ours, and whoever mends it wants to know where.
  if (code === undefined)
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${code}: ${messageOf(error).replace(`${code}: `, '')}`;
}
