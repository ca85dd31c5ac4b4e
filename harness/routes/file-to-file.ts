/** The route from file to file. */
import type { Addon } from '../binding/addon.js';
import type { Arm } from '../measure/plan.js';
import type { Place } from '../measure/scheduler.js';
import { checkContent, checkSize, type Copied } from './check-copy.js';
import {
  fileNameOf,
  verifies,
  type Checked,
  type OpenRoute,
  type RouteSetting,
  type Way,
} from './route.js';
import { sampling } from './take-sample.js';

/** Opens the route: every copy gets a fresh destination, which is checked and deleted. */
export function fileToFile(route: RouteSetting): OpenRoute {
  const { source, sizeBytes } = route;
  return {
    facts: () => null,
    close: () => Promise.resolve(),
    takeSample: sampling(route, {
      ...intoFile(route),
      ready: () => Promise.resolve(),
      copy: (_, worker, destination) =>
        worker.copy({ route: 'file-to-file', source, destination: destination ?? '', sizeBytes }),
    }),
  };
}

/** What routes have in common that end in a file. */
export function intoFile(route: RouteSetting): Pick<Way, 'fileOf' | 'check'> {
  return {
    fileOf: (arm, place) => fileNameOf(route, arm, place),
    check: (arm, place, destination) => checkFile(route, arm, place, destination ?? ''),
  };
}

async function checkFile(
  route: RouteSetting,
  arm: Arm,
  place: Place,
  destination: string,
): Promise<Checked> {
  const { source, sizeBytes, addon, clock } = route;
  const { leaves } = arm.strategy;
  const copied: Copied = { source, destination, sizeBytes, leaves };
  const startedNs = clock.monotonicNs();
  await checkSize(copied);
  const isCopy = leaves === 'copy';
  const compares = isCopy && verifies(route, place);
  if (compares) await checkContent(copied, addon);
  const sharedBytes = isCopy && addon ? await shared(destination, addon) : null;
  const size = isCopy ? 'size' : 'none';
  return {
    checked: compares ? 'content' : size,
    sharedBytes,
    checkNs: clock.monotonicNs() - startedNs,
  };
}

/** Extents shared with the source mean that no data was moved, whatever the call was named. */
async function shared(destination: string, addon: Addon): Promise<number | null> {
  const { known, sharedBytes } = await addon.extentSharing(destination);
  return known ? sharedBytes : null;
}
