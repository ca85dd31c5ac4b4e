/** Limits that a container or a service sets by control groups, version 1 or 2 (cgroups(7)). */
import type { SystemFiles } from './system-files.js';

const ROOT = '/sys/fs/cgroup';

/**
 * Texts of a file of this process's group and of all groups above it; a limit of each of them holds.
 *
 * @param controller of version 1, such as `memory`
 * @param names of the file in version 2 and in version 1
 */
export function groupFiles(
  files: SystemFiles,
  controller: string,
  names: { v1: string; v2: string },
): { v1: string[]; v2: string[] } {
  const lines = (files.read('/proc/self/cgroup') ?? '').split('\n');
  const pathOf = (wanted: (controllers: string) => boolean): string | undefined =>
    lines.map((line) => line.split(':')).find(([, of]) => wanted(of ?? '-'))?.[2];
  const read = (base: string, path: string | undefined, name: string): string[] =>
    upwards(path ?? '/')
      .map((group) => files.read(`${base}${group}/${name}`))
      .filter((text) => text !== null);
  return {
    v2: read(
      ROOT,
      pathOf((of) => of === ''),
      names.v2,
    ),
    v1: read(
      `${ROOT}/${controller}`,
      pathOf((of) => of.split(',').includes(controller)),
      names.v1,
    ),
  };
}

/** What hides the limits of this process from it; null where nothing does. */
export function hiddenGroups(files: SystemFiles): string | null {
  if (!files.read('/proc/self/cgroup')) return '/proc/self/cgroup';
  return files.isHidden(ROOT) ? ROOT : null;
}

/** `/a/b` -> `/a/b`, `/a`, `` */
function upwards(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, i) => `/${parts.slice(0, parts.length - i).join('/')}`).concat('');
}
