/** Whether directories still lie where they lay: on the same filesystem, mounted with the same options. */
import { statSync } from 'node:fs';
import { mountOf, type Mount } from './mounts.js';
import { SystemFiles } from './system-files.js';

const MOUNTINFO = '/proc/self/mountinfo';

/**
 * Options of a filesystem that takes no more writes: mounted so, or by its own decision after an error. ext4 shows the
 * latter as `emergency_ro`, and as `shutdown` (fs/ext4/super.c of Linux 6.15); before, it became `ro`.
 */
const REFUSES_WRITES: readonly string[] = ['ro', 'emergency_ro', 'shutdown'];

/**
 * What became of the ground under a directory: it lies on another filesystem, which type, source and device number
 * tell from the one before, or null where they do not; it takes no more writes; or its options differ otherwise.
 * `difference` has that in words, such as `now with sync`.
 */
export type MountChange =
  | { path: string; what: 'filesystem'; before: string | null; now: string | null }
  | { path: string; what: 'read-only'; difference: string }
  | { path: string; what: 'options'; difference: string };

interface Watched {
  path: string;
  /** As stat(2) tells it; undefined where there is nothing at the path. */
  device: number | undefined;
  mount: Mount | null;
}

interface Seen {
  mountinfo: string | null;
  devices: readonly (number | undefined)[];
  changes: readonly MountChange[];
}

/** Remembers what lies below directories. Asking costs a look at /proc/self/mountinfo, and no more while that is the same. */
export class MountWatch {
  readonly #files: SystemFiles;
  readonly #watched: readonly Watched[];
  #seen: Seen;

  /** @param paths existing directories, without symbolic links in them (realpath(3)) */
  constructor(paths: readonly string[], files: SystemFiles = new SystemFiles()) {
    this.#files = files;
    const mountinfo = files.read(MOUNTINFO);
    this.#watched = paths.map((path) => ({
      path,
      device: deviceOf(path),
      mount: mountOf(path, mountinfo),
    }));
    const devices = this.#watched.map(({ device }) => device);
    this.#seen = { mountinfo, devices, changes: [] };
  }

  /**
   * What has changed since it was made, at most one change for each directory. One that is gone has not changed.
   *
   * @throws Node-shaped system error when a directory cannot be looked at
   */
  changes(): readonly MountChange[] {
    const mountinfo = this.#files.read(MOUNTINFO);
    const devices = this.#watched.map(({ path }) => deviceOf(path));
    const isSame =
      mountinfo === this.#seen.mountinfo &&
      devices.every((device, index) => device === this.#seen.devices[index]);
    if (!isSame) {
      const changes = this.#watched.flatMap((watched, index) =>
        changesOf(watched, devices[index], mountOf(watched.path, mountinfo)),
      );
      this.#seen = { mountinfo, devices, changes };
    }
    return this.#seen.changes;
  }
}

function changesOf(
  { path, device, mount }: Watched,
  deviceNow: number | undefined,
  mountNow: Mount | null,
): MountChange[] {
  const [before, now] = [mount && nameOf(mount), mountNow && nameOf(mountNow)];
  const isOther = before !== null && now !== null && before !== now;
  if (isOther) return [{ path, what: 'filesystem', before, now }];
  // A mount over a directory further up hides one whose line still stands in mountinfo.
  const isHidden = device !== undefined && deviceNow !== undefined && device !== deviceNow;
  if (isHidden) return [{ path, what: 'filesystem', before: null, now: null }];
  if (!mount || !mountNow) return [];
  const { words, came } = compareOptions(mount.options, mountNow.options);
  if (words === '') return [];
  const isReadOnly = came.some((option) => REFUSES_WRITES.includes(option));
  return [{ path, what: isReadOnly ? 'read-only' : 'options', difference: words }];
}

/** How options of a mount differ from those before, in words; empty where they do not, in whatever order. */
export function optionsDifference(before: string, now: string): string {
  return compareOptions(before, now).words;
}

function compareOptions(before: string, now: string): { words: string; came: readonly string[] } {
  const [was, is] = [before.split(','), now.split(',')];
  const came = is.filter((option) => !was.includes(option));
  const went = was.filter((option) => !is.includes(option));
  const words = [
    ...(came.length > 0 ? [`now with ${came.join(',')}`] : []),
    ...(went.length > 0 ? [`no longer with ${went.join(',')}`] : []),
  ];
  return { words: words.join(' and '), came };
}

function nameOf({ filesystem, device, deviceNumber }: Mount): string {
  return `${filesystem} (${device === '' ? '' : `${device}, `}${deviceNumber})`;
}

function deviceOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev;
}
