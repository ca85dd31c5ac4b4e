/** Which files of the kernel are hidden from this process, and what of a run is therefore not known. */
import { platform } from 'node:os';
import { SystemFiles } from './system-files.js';

/** A file or folder that every Linux has, unless it is masked or not mounted. */
export interface Unseen {
  path: string;
  /** What is not known without it, as the end of a sentence. */
  unknown: string;
}

/** What is read of files, and which folders are looked into; none of them is ever empty. */
const FILES: readonly Unseen[] = [
  { path: '/proc/stat', unknown: 'steal time, and what the CPUs of the whole machine did' },
  { path: '/proc/meminfo', unknown: 'dirty pages and available memory' },
  { path: '/proc/self/mountinfo', unknown: 'the filesystem under test and its device' },
  {
    path: '/proc/cpuinfo',
    unknown: 'whether this is a virtual machine, so that cold may be cold for the guest alone',
  },
  { path: '/proc/uptime', unknown: 'whether the machine was suspended for less than a second' },
];
const FOLDERS: readonly Unseen[] = [
  { path: '/sys/dev', unknown: 'what the device under test is, and how much it read' },
  { path: '/sys/bus', unknown: 'whether a host takes free memory back' },
  { path: '/sys/devices/system/cpu', unknown: 'at which frequency the CPUs run' },
];

/**
 * What of these cannot be read here. A container hides a file by an empty one in its place.
 *
 * @param system of `os.platform()`; others than Linux have no such files, and nothing is missing there
 */
export function unseenFiles(
  files: SystemFiles = new SystemFiles(),
  system: string = platform(),
): Unseen[] {
  if (system !== 'linux') return [];
  return [
    ...FILES.filter(({ path }) => !files.read(path)),
    ...FOLDERS.filter(({ path }) => files.isHidden(path)),
  ];
}
