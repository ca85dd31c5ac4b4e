/** Which boot of the machine this is. */
import { readFact } from './proc-files.js';

/** A name that the kernel draws at random at each boot (random(4), boot_id); null where there is none. */
export function bootId(): string | null {
  return readFact('/proc/sys/kernel/random/boot_id');
}
