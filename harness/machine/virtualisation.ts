/** Whether this is a virtual machine, and whether it hands free memory back to its host. */
import { readdirSync } from 'node:fs';
import { readFact } from './proc-files.js';

/** VIRTIO_BALLOON_F_REPORTING (virtio 1.2, section 5.5.3): the guest reports free pages to the host. */
const FEATURE_REPORTING = 5;

/** The hypervisor's product, `virtual machine` when only the CPU flag tells, or null on bare metal. */
export function describeVirtualisation(cpuinfo = readFact('/proc/cpuinfo')): string | null {
  if (!/^flags\s*:.*\bhypervisor\b/m.test(cpuinfo ?? '')) return null;
  const product = readFact('/sys/class/dmi/id/product_name') ?? readFact('/sys/hypervisor/type');
  return product ? `virtual machine (${product})` : 'virtual machine';
}

/** Whether a virtio balloon with free page reporting is driven here. */
export function hasFreePageReporting(drivers = '/sys/bus/virtio/drivers/virtio_balloon'): boolean {
  return listOrNone(drivers)
    .filter((name) => name.startsWith('virtio'))
    .some((name) => readFact(`${drivers}/${name}/features`)?.[FEATURE_REPORTING] === '1');
}

function listOrNone(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No such driver: nothing is reported.
    return [];
  }
}
