/** Whether this is a guest, and whether it hands memory back, from literal kernel texts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  describeVirtualisation,
  hasFreePageReporting,
} from '../../../harness/machine/virtualisation.js';
import { temporaryFolder } from '../../fakes/folders.js';

const cpuinfo = (flags: string): string => `processor\t: 0
model name\t: AMD EPYC
flags\t\t: ${flags}
bugs\t\t: hypervisor_of_nothing
`;

describe('describeVirtualisation', () => {
  test('sees the flag of a guest', () => {
    expect(describeVirtualisation(undefined, cpuinfo('fpu sse2 hypervisor lahf_lm'))).toMatch(
      /^virtual machine/,
    );
  });

  test.each([cpuinfo('fpu sse2 lahf_lm'), cpuinfo('fpu nohypervisor'), '', null])(
    'sees none in %j',
    (text) => {
      expect(describeVirtualisation(undefined, text)).toBeNull();
    },
  );
});

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
    expect(hasFreePageReporting('/no/such/driver')).toBe(false);
  });
});
