/** Whether this is a guest, and whether it hands memory back, from literal kernel texts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  describeVirtualisation,
  hasFreePageReporting,
} from '../../../harness/machine/virtualisation.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { fakeSystem } from '../../fakes/system-files.js';

const cpuinfo = (flags: string): string => `processor\t: 0
model name\t: AMD EPYC
flags\t\t: ${flags}
bugs\t\t: hypervisor_of_nothing
`;

describe('describeVirtualisation', () => {
  test('sees the flag of a guest', () => {
    const flags = cpuinfo('fpu sse2 hypervisor lahf_lm');
    expect(describeVirtualisation(fakeSystem({ '/proc/cpuinfo': flags }))).toBe('virtual machine');
    const named = fakeSystem({ '/sys/class/dmi/id/product_name': 'KVM', '/proc/cpuinfo': flags });
    expect(describeVirtualisation(named)).toBe('virtual machine (KVM)');
  });

  test('asks the firmware where the CPU has no such flag', () => {
    const xen = fakeSystem({ '/proc/cpuinfo': 'Features : fp', '/sys/hypervisor/type': 'xen' });
    expect(describeVirtualisation(xen)).toBe('xen');
    const arm = fakeSystem({ '/proc/device-tree/hypervisor/compatible': 'linux,kvm' });
    expect(describeVirtualisation(arm)).toBe('linux,kvm');
  });

  test.each([cpuinfo('fpu sse2 lahf_lm'), cpuinfo('fpu nohypervisor'), '', null])(
    'sees none in %j',
    (text) => {
      expect(describeVirtualisation(fakeSystem({}), text)).toBeNull();
    },
  );
});

const DRIVER = '/sys/bus/virtio/drivers/virtio_balloon';

/** A driver's folder with a device of these feature bits, first bit first. */
function driver(devices: Record<string, string>): string {
  const path = temporaryFolder();
  for (const [name, features] of Object.entries(devices)) {
    mkdirSync(path(name));
    writeFileSync(path(name, 'features'), `${features}\n`);
  }
  return path();
}

describe('hasFreePageReporting', () => {
  test.each([
    ['0111011100000000', true],
    ['0000010000000000', true],
    ['1111101111111111', false],
    ['00000', false],
    ['', false],
  ])('features %s: %s', (features, expected) => {
    expect(hasFreePageReporting(driver({ virtio3: features }))).toBe(expected);
  });

  test('asks every device, and nothing that is no device', () => {
    expect(hasFreePageReporting(driver({ virtio0: '0', virtio1: '0000010' }))).toBe(true);
    expect(hasFreePageReporting(driver({ module: '0000010' }))).toBe(false);
  });

  test('is no without such a driver', () => {
    const files = fakeSystem({ '/sys/bus/pci/uevent': '', '/proc/cpuinfo': cpuinfo('hypervisor') });
    expect(hasFreePageReporting(DRIVER, files)).toBe(false);
  });

  const onLinux = test.skipIf(process.platform !== 'linux');
  onLinux.each([
    ['a guest', cpuinfo('fpu hypervisor'), null],
    ['a machine of which the CPU says nothing', 'Features : fp', null],
    ['bare metal', cpuinfo('fpu'), false],
  ])('of %s without /sys: %#', (_, text, expected) => {
    expect(hasFreePageReporting(DRIVER, fakeSystem({ '/proc/cpuinfo': text }))).toBe(expected);
  });
});
