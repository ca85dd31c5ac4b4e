/** Whether this is a virtual machine, and whether it hands free memory back to its host. */
import { platform } from 'node:os';
import { SystemFiles } from './system-files.js';

/** VIRTIO_BALLOON_F_REPORTING (virtio 1.2, section 5.5.3): the guest reports free pages to the host. */
const FEATURE_REPORTING = 5;

/** The hypervisor's product, `virtual machine` when only the CPU flag tells, or null where none is seen. */
export function describeVirtualisation(
  files: SystemFiles = new SystemFiles(),
  cpuinfo = files.read('/proc/cpuinfo'),
): string | null {
  if (!/^flags\s*:.*\bhypervisor\b/m.test(cpuinfo ?? '')) return namedByFirmware(files);
  const product =
    files.read('/sys/class/dmi/id/product_name') ?? files.read('/sys/hypervisor/type');
  return product ? `virtual machine (${product})` : 'virtual machine';
}

/** Other architectures than x86 list no such flag; their firmware may still name a hypervisor. */
function namedByFirmware(files: SystemFiles): string | null {
  return (
    files.read('/sys/hypervisor/type') ?? files.read('/proc/device-tree/hypervisor/compatible')
  );
}

/**
 * Whether a virtio balloon with free page reporting is driven here.
 *
 * @returns null where /sys is masked and this may be a guest, so that nothing can be said
 */
export function hasFreePageReporting(
  drivers = '/sys/bus/virtio/drivers/virtio_balloon',
  files: SystemFiles = new SystemFiles(),
): boolean | null {
  const reports = files
    .list(drivers)
    .filter((name) => name.startsWith('virtio'))
    .some((name) => files.read(`${drivers}/${name}/features`)?.[FEATURE_REPORTING] === '1');
  if (reports || platform() !== 'linux') return reports;
  const isTold = !files.isHidden('/sys/bus') || isBareMetal(files);
  return isTold ? false : null;
}

/** Whether the CPU says that no hypervisor is above it; false where it does not tell. */
function isBareMetal(files: SystemFiles): boolean {
  const flags = /^flags\s*:.*$/m.exec(files.read('/proc/cpuinfo') ?? '')?.[0];
  return flags !== undefined && !/\bhypervisor\b/.test(flags);
}
