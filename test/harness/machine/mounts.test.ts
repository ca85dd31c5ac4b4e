/** The mount of a directory, from literal mountinfo texts as kernels write them. */
import { describe, expect, test } from 'vitest';
import { blockDeviceOf, mountOf } from '../../../harness/machine/mounts.js';

const MOUNTINFO = String.raw`21 27 0:20 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
30 27 0:26 / /dev/shm rw,nosuid,nodev shared:4 - tmpfs tmpfs rw,size=1024k
36 35 98:0 /mnt1 /mnt/parent rw,noatime master:1 - ext3 /dev/root rw,errors=continue
40 27 0:50 / /mnt/with\040space\011and\134tab rw - xfs /dev/disk\040one rw
41 27 0:51 / /data rw propagate_from:2 shared:3 - btrfs /dev/vdb1 rw,compress=zstd:3
42 27 0:52 / /data rw,relatime - xfs /dev/vdc rw
43 27 0:53 / /nameless rw - tmpfs  rw
not a mount line at all
`;

const at = (directory: string) => mountOf(directory, MOUNTINFO);

describe('mountOf', () => {
  test('tells filesystem, device and the options of mount and filesystem together', () => {
    expect(at('/mnt/parent/child')).toEqual({
      mountPoint: '/mnt/parent',
      filesystem: 'ext3',
      device: '/dev/root',
      options: 'rw,noatime,errors=continue',
      deviceNumber: '98:0',
    });
  });

  test.each([
    ['/', '/'],
    ['/home/someone', '/'],
    ['/dev/shm', '/dev/shm'],
    ['/dev/shm/deeper', '/dev/shm'],
    ['/dev/shmall', '/'],
    ['/mnt', '/'],
    ['/mnt/parental', '/'],
  ])('%s lies on %s', (directory, mountPoint) => {
    expect(at(directory)?.mountPoint).toBe(mountPoint);
  });

  test('takes the last of those stacked on one point', () => {
    expect(at('/data/files')).toMatchObject({ filesystem: 'xfs', device: '/dev/vdc' });
  });

  test('understands escaped names', () => {
    const directory = '/mnt/with space\tand\\tab';
    expect(at(`${directory}/x`)).toMatchObject({ mountPoint: directory, device: '/dev/disk one' });
  });

  test('knows a mount whose source has no name', () => {
    expect(at('/nameless/x')).toMatchObject({ mountPoint: '/nameless', device: '' });
  });

  test.each([null, '', 'nonsense\n'])('knows nothing from %j', (text) => {
    expect(mountOf('/', text)).toBeNull();
  });

  test.skipIf(process.platform !== 'linux')('finds the mount of this directory', () => {
    expect(mountOf(import.meta.dirname)?.filesystem).toMatch(/^[a-z]/);
  });
});

describe('blockDeviceOf', () => {
  const unknown = { scheduler: null, readAheadKib: null, rotational: null };

  test('knows nothing of what has no block device', () => {
    expect(blockDeviceOf(null)).toEqual(unknown);
    expect(blockDeviceOf(at('/dev/shm'))).toEqual(unknown);
  });
});
