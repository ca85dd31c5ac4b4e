/** Ctrl-C: the first lets the copy in flight end and the report be written, the second ends at once. */
import { HarnessError } from '../core/errors.js';

/** A signal came before there was anything to report. */
export class Interrupted extends HarnessError {
  /** Exit status that belongs to the signal. */
  readonly exitStatus: number;

  /**
   * @param during follows "while", such as `main was built`
   * @param exitStatus 128 and the number of the signal
   */
  constructor(during: string, exitStatus: number) {
    super(
      'E_INTERRUPTED',
      `Interrupted while ${during}. Nothing was measured, and nothing is left behind.`,
    );
    this.exitStatus = exitStatus;
  }
}

export interface Interrupt {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Exit status that belongs to the signal that came, or undefined when none did. */
  status(): number | undefined;
  /** Stops listening. */
  dispose(): void;
}

/** Exit status of a program ended by a signal: 128 and its number (signal(7): SIGHUP 1, SIGINT 2, SIGTERM 15). */
const STATUS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const ENDINGS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
type Ending = (typeof ENDINGS)[number];

/**
 * Listens for the signals that end a program.
 *
 * @param onFirst told at the first signal
 * @param onSecond called at the second one; does not return
 */
export function listenForInterrupt(
  onFirst: () => void,
  onSecond: (status: number) => void,
): Interrupt {
  const controller = new AbortController();
  let status: number | undefined;
  const listener = (signal: Ending): void => {
    if (status !== undefined) {
      onSecond(STATUS[signal]);
      return;
    }
    status = STATUS[signal];
    controller.abort();
    onFirst();
  };
  for (const ending of ENDINGS) process.on(ending, listener);
  return {
    signal: controller.signal,
    status: () => status,
    dispose: () => {
      for (const ending of ENDINGS) process.off(ending, listener);
    },
  };
}
