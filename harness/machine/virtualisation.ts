/** Whether this is a virtual machine, and whether it hands free memory back to its host. */
import { SystemFiles } from './system-files.js';

/** VIRTIO_BALLOON_F_REPORTING (virtio 1.2, section 5.5.3): the guest reports free pages to the host. */
const FEATURE_REPORTING = 5;

/** The hypervisor's product, `virtual machine` when only the CPU flag tells, or null on bare metal. */
export function describeVirtualisation(
  files: SystemFiles = new SystemFiles(),
  cpuinfo = files.read('/proc/cpuinfo'),
): string | null {
  if (!/^flags\s*:.*\bhypervisor\b/m.test(cpuinfo ?? '')) return null;
  const product =
    files.read('/sys/class/dmi/id/product_name') ?? files.read('/sys/hypervisor/type');
  return product ? `virtual machine (${product})` : 'virtual machine';
}

/** Whether a virtio balloon with free page reporting is driven here. */
export function hasFreePageReporting(
  drivers = '/sys/bus/virtio/drivers/virtio_balloon',
  files: SystemFiles = new SystemFiles(),
): boolean {
  return files
    .list(drivers)
    .filter((name) => name.startsWith('virtio'))
    .some((name) => files.read(`${drivers}/${name}/features`)?.[FEATURE_REPORTING] === '1');
}
