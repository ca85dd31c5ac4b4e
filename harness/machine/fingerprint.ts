/** A name for a machine that stays the same over reboots and changes with its hardware. */
import { createHash } from 'node:crypto';

/** What makes two machines different for copying; nothing here changes at boot. */
export interface Identity {
  machineId: string | null;
  architecture: string;
  cpuModel: string;
  cores: number;
  totalBytes: number;
  filesystem: string | null;
  device: string | null;
  /** Further directories under test, where there are several. */
  others?: readonly { filesystem: string | null; device: string | null }[];
}

/** Memory differs by some pages from boot to boot (crash kernels, firmware); a sixteenth of a GiB does not. */
const MEMORY_STEP_BYTES = 2 ** 26;

/** Sixteen hex digits of SHA-256 over the identity. */
export function fingerprint(identity: Identity): string {
  const { totalBytes, ...rest } = identity;
  const rounded = { ...rest, memorySteps: Math.round(totalBytes / MEMORY_STEP_BYTES) };
  return createHash('sha256').update(JSON.stringify(rounded)).digest('hex').slice(0, 16);
}
