/** Which mount holds a directory, from /proc/self/mountinfo (proc_pid_mountinfo(5)). */
import { basename } from 'node:path';
import { readFact } from './proc-files.js';
import { SystemFiles } from './system-files.js';

export interface Mount {
  mountPoint: string;
  filesystem: string;
  /** Source of the mount, such as /dev/vda or tmpfs. */
  device: string;
  options: string;
  /** `major:minor` of the block device. */
  deviceNumber: string;
}

/** The mount whose filesystem holds `directory`: the last one with the longest matching mount point. */
export function mountOf(
  directory: string,
  mountinfo = readFact('/proc/self/mountinfo'),
): Mount | null {
  let found: Mount | null = null;
  for (const line of mountinfo?.split('\n') ?? []) {
    const mount = parseMount(line);
    if (!mount || !contains(mount.mountPoint, directory)) continue;
    if (!found || mount.mountPoint.length >= found.mountPoint.length) found = mount;
  }
  return found;
}

/** `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue` */
function parseMount(line: string): Mount | null {
  const [before, after] = line.split(' - ');
  const fields = before?.split(' ') ?? [];
  const [filesystem, device, superOptions] = after?.split(' ') ?? [];
  const [, , deviceNumber, , mountPoint, mountOptions] = fields;
  if (!deviceNumber || !mountPoint || !mountOptions || !filesystem || device === undefined)
    return null;
  const options = new Set([...mountOptions.split(','), ...(superOptions?.split(',') ?? [])]);
  return {
    mountPoint: unescapeOctal(mountPoint),
    filesystem,
    device: unescapeOctal(device),
    options: [...options].join(','),
    deviceNumber,
  };
}

/** Spaces, tabs, newlines and backslashes stand as octal escapes. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

function contains(mountPoint: string, directory: string): boolean {
  return mountPoint === '/' || directory === mountPoint || directory.startsWith(`${mountPoint}/`);
}

export interface BlockDevice {
  scheduler: string | null;
  readAheadKib: number | null;
  rotational: boolean | null;
}

/** Queue settings of the disk behind a mount; a partition has them in its parent's folder. */
export function blockDeviceOf(
  mount: Mount | null,
  files: SystemFiles = new SystemFiles(),
): BlockDevice {
  const unknown = { scheduler: null, readAheadKib: null, rotational: null };
  const folder = blockFolderOf(mount, files);
  const queue = [`${folder}/queue`, `${folder}/../queue`].find(
    (path) => files.list(path).length > 0,
  );
  if (folder === undefined || !queue) return unknown;
  const rotational = files.read(`${queue}/rotational`);
  return {
    // `none [mq-deadline]`: the one in brackets is in use.
    scheduler: /\[([^[\]]+)\]/.exec(files.read(`${queue}/scheduler`) ?? '')?.[1] ?? null,
    readAheadKib: files.number(`${queue}/read_ahead_kb`),
    rotational: rotational === null ? null : rotational === '1',
  };
}

/**
 * The folder of the block device under a mount, in /sys; undefined where there is none.
 * btrfs mounts under a number that is no disk's: there the name of the source of the mount helps.
 */
export function blockFolderOf(
  mount: Mount | null,
  files: SystemFiles = new SystemFiles(),
): string | undefined {
  if (!mount) return undefined;
  const byNumber = `/sys/dev/block/${mount.deviceNumber}`;
  const byName = `/sys/class/block/${basename(mount.device)}`;
  return [byNumber, byName].find((folder) => files.list(folder).length > 0);
}
