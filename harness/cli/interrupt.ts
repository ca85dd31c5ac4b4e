/** Ctrl-C: the first lets the copy in flight end and the report be written, the second ends at once. */

export interface Interrupt {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Exit status that belongs to the signal that came, or undefined when none did. */
  status(): number | undefined;
  /** Stops listening. */
  dispose(): void;
}

/** Exit status of a program ended by a signal: 128 and the signal's number (signal(7): SIGINT 2, SIGTERM 15). */
const STATUS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Listens for SIGINT and SIGTERM.
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
  const listener = (signal: keyof typeof STATUS): void => {
    if (status !== undefined) {
      onSecond(STATUS[signal]);
      return;
    }
    status = STATUS[signal];
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    signal: controller.signal,
    status: () => status,
    dispose: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
