/** What no strategy is to blame for: it costs a copy, which is made again, or the run, but no strategy its place. */
import { HarnessError } from '../core/errors.js';

/** The process at the other end of a copy ended in the middle of it. Another one is started for the next copy. */
export class FarEndLost extends HarnessError {
  /** @param message how it ended */
  constructor(message: string, options?: ErrorOptions) {
    super('E_COMPANION', message, options);
  }
}

/** There is nothing to copy on any more, for nobody: a folder is gone, or a disk is full. The run ends. */
export class GroundLost extends HarnessError {}
