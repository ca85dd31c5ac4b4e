/** A fingerprint stays over reboots and changes with the hardware. */
import { describe, expect, test } from 'vitest';
import { fingerprint, type Identity } from '../../../harness/machine/fingerprint.js';

const identity: Identity = {
  machineId: '0123456789abcdef0123456789abcdef',
  architecture: 'x64',
  cpuModel: 'AMD EPYC',
  cores: 2,
  totalBytes: 24 * 2 ** 30,
  filesystem: 'ext4',
  device: '/dev/vda',
};

describe('fingerprint', () => {
  test('is the same in every version, since saved baselines name it', () => {
    expect(fingerprint(identity)).toBe('d8935cd9be92dee9');
  });

  test('does not mind a few pages of memory', () => {
    for (const pages of [-4000, -1, 1, 4000]) {
      const totalBytes = identity.totalBytes + pages * 4096;
      expect(fingerprint({ ...identity, totalBytes })).toBe(fingerprint(identity));
    }
  });

  const others: Partial<Identity>[] = [
    { machineId: null },
    { architecture: 'arm64' },
    { cpuModel: 'Intel Xeon' },
    { cores: 4 },
    { totalBytes: 25 * 2 ** 30 },
    { filesystem: 'xfs' },
    { filesystem: null },
    { device: '/dev/vdb' },
  ];
  test.each(others)('changes with %j', (change) => {
    expect(fingerprint({ ...identity, ...change })).not.toBe(fingerprint(identity));
  });
});
