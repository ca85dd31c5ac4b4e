/** What a command may touch of the process it runs in; the only place that asks for it. */

interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  /** The command line as a person would type it again. */
  commandLine: string;
  stdout: Output;
  stderr: Output;
  /** How reports are shown on stdout. */
  terminal: { colour: boolean; columns: number; ascii?: boolean };
  /** The status to exit with when the command is done. */
  exitWith: (status: number) => void;
  /** Ends the process at once. */
  exitNow: (status: number) => void;
}

/** Width of a report on a terminal that does not say its own, or into a file. */
const DEFAULT_COLUMNS = 100;

/** The surroundings of this process. */
export function surroundingsOf(process: NodeJS.Process): Surroundings {
  const { stderr, env } = process;
  // Node's types give every stdout an `isTTY`, and a pipe has none.
  const stdout: Output = process.stdout;
  return {
    environment: env,
    commandLine: ['copybench', ...process.argv.slice(2).map(quoted)].join(' '),
    stdout,
    stderr,
    terminal: {
      // NO_COLOR counts when it is present and not empty (no-color.org).
      colour: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
      columns: stdout.columns || DEFAULT_COLUMNS,
    },
    exitWith: (status) => void (process.exitCode = status),
    exitNow: (status) => process.exit(status),
  };
}

/** The same, with reports in ASCII where that was asked for. */
export function inAscii(surroundings: Surroundings, ascii: boolean): Surroundings {
  return { ...surroundings, terminal: { ...surroundings.terminal, ascii } };
}

/** As a POSIX shell reads it back. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
