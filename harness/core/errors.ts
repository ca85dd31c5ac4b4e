/** The errors copybench raises itself, and the shape of the system errors it passes on. */
import { getSystemErrorMap } from 'node:util';

/** Every error of ours has one of these codes; docs/errors.md says what each means. */
export type HarnessErrorCode =
  | 'E_USAGE'
  | 'E_UNKNOWN_NAME'
  | 'E_DIRECTORY'
  | 'E_FIXTURE_SPACE'
  | 'E_LOCKED'
  | 'E_MODULE'
  | 'E_COMMAND'
  | 'E_BALLAST'
  | 'E_WORKER'
  | 'E_COMPANION'
  | 'E_CONNECTION'
  | 'E_PROTOCOL'
  | 'E_WRONG_BYTES'
  | 'E_WRONG_DIGEST'
  | 'E_SHORT_COPY'
  | 'E_RECORD_MISSING'
  | 'E_RECORD_VERSION'
  | 'E_RECORD_MALFORMED'
  | 'E_SAMPLES_MALFORMED'
  | 'E_BASELINE_MISSING'
  | 'E_BASELINE_VERSION'
  | 'E_BASELINE_MALFORMED'
  | 'E_BASELINE_FOREIGN'
  | 'E_BASELINE_VOID'
  | 'E_BUILD'
  | 'E_MERGE'
  | 'E_INTERRUPTED';

/**
 * An error that copybench raises itself. The message says what happened, the value seen and what to do.
 */
export class HarnessError extends Error {
  readonly code: HarnessErrorCode;

  /**
   * @param code stable identifier, for programs
   * @param message what happened, the value seen, what to do, in full sentences
   * @param options `cause`: the error underneath, if there is one
   */
  constructor(code: HarnessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HarnessError';
    this.code = code;
  }
}

/** A failed system call, in the shape Node gives it: negative `errno`, `code`, `syscall`, `path`, `dest`. */
export interface SystemError extends Error {
  errno: number;
  code: string;
  syscall: string;
  path?: string;
  dest?: string;
}

/** Whether `error` is a Node-shaped system error. */
export function isSystemError(error: unknown): error is SystemError {
  return (
    error instanceof Error &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    'syscall' in error &&
    typeof error.syscall === 'string'
  );
}

/** The code that `error` carries, ours (`E_...`) or the system's (`ENOENT`), or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Whether `error` carries this code. */
export function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

/** What `error` says of itself, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One line for a person: `EXDEV (cross-device link not permitted) from copy_file_range`, or the message. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!isSystemError(error)) return error.message;
  return `${error.code} (${systemText(error.errno)}) from ${error.syscall}`;
}

/** libuv calls ENOTSUP "operation not supported on socket", of files as well. */
function systemText(errno: number): string {
  const text = getSystemErrorMap().get(errno)?.[1] ?? 'unknown error';
  return text.replace(' on socket', '');
}
