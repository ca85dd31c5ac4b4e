/** Files of the kernel that are hidden are named, and nothing else is. */
import { expect, test } from 'vitest';
import { unseenFiles } from '../../../harness/machine/unseen.js';
import { fakeSystem } from '../../fakes/system-files.js';

const WHOLE = {
  '/proc/stat': 'cpu 1',
  '/proc/meminfo': 'MemTotal: 1 kB',
  '/proc/self/mountinfo': '36 1 254:1 / / rw - ext4 /dev/vda1 rw',
  '/proc/cpuinfo': 'flags : fpu',
  '/proc/uptime': '1.00 1.00',
  '/sys/dev/block/x': '',
  '/sys/bus/pci/x': '',
  '/sys/devices/system/cpu/online': '0',
};
const pathsOf = (tree: Readonly<Record<string, string>>): string[] =>
  unseenFiles(fakeSystem(tree), 'linux').map(({ path }) => path);

test('nothing on a machine that shows all', () => {
  expect(pathsOf(WHOLE)).toEqual([]);
});

test('an empty file, as a container has in its place, and one that is not there', () => {
  const { '/proc/uptime': _, ...others } = WHOLE;
  expect(pathsOf({ ...others, '/proc/stat': '' })).toEqual(['/proc/stat', '/proc/uptime']);
});

test('all of them, each with what is not known for it', () => {
  const unseen = unseenFiles(fakeSystem({}), 'linux');
  expect(unseen).toHaveLength(Object.keys(WHOLE).length);
  expect(unseen.filter(({ unknown }) => unknown === '')).toEqual([]);
});

test('none on a system that has no such files', () => {
  expect(unseenFiles(fakeSystem({}), 'darwin')).toEqual([]);
});
