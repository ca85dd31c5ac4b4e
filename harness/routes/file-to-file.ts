/** The route from file to file. */
import type { Addon } from '../binding/addon.js';
import type { Arm } from '../measure/plan.js';
import type { Sample } from '../measure/sample.js';
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
import { OldDestination } from './old-destination.js';
import { sampling } from './take-sample.js';
import { synced, timedBeyond } from './within-clock.js';

/** Opens the route: every copy gets the destination that the conditions ask for, which is checked and deleted. */
export function fileToFile(route: RouteSetting): OpenRoute {
  const { destination, durability } = route.conditions;
  const old = new OldDestination(route.copies, route.source, route.sizeBytes);
  // A bound leaves nothing that could be written over.
  const isInPlace = ({ strategy }: Arm): boolean =>
    destination === 'in-place' && strategy.leaves === 'copy';
  const target = (file: string | null): string => (destination === 'new' ? (file ?? '') : old.path);
  return {
    facts: () => null,
    close: () => {
      route.memory?.release();
      return old.remove();
    },
    takeSample: sampling(route, {
      fileOf: (arm, place) => (isInPlace(arm) ? null : fileNameOf(route, arm, place)),
      ready: () => (destination === 'new' ? Promise.resolve() : old.prepare()),
      copy: async (arm, worker, file) => {
        const report = await worker.copy(orderOf(route, file ?? old.path, isInPlace(arm)));
        const copied = durability === 'fdatasync' ? await synced(report, file ?? old.path) : report;
        return destination === 'replace' && arm.strategy.leaves === 'copy'
          ? timedBeyond(copied, () => old.replaceBy(file ?? ''))
          : copied;
      },
      check: async (arm, place, file) => {
        const { leaves } = arm.strategy;
        const path = leaves === 'copy' ? target(file) : (file ?? '');
        const checked = await checkFile(route, arm, place, path);
        // The next copy would not write over such a file but away from it.
        if (isInPlace(arm) && checked.sharedBytes) await old.remove();
        return checked;
      },
    }),
  };
}

function orderOf({ source, sizeBytes }: RouteSetting, destination: string, existing: boolean) {
  const order = { route: 'file-to-file' as const, source, destination, sizeBytes };
  return existing ? { ...order, existing } : order;
}

/** A route that ends in a file that is new. */
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
  const { allocatedBytes } = await checkSize(copied);
  const isCopy = leaves === 'copy';
  const compares = isCopy && verifies(route, place);
  if (compares) await checkContent(copied, addon);
  const extents = isCopy && addon ? await extentsOf(destination, addon) : NO_EXTENTS;
  const size = isCopy ? 'size' : 'none';
  return {
    checked: compares ? 'content' : size,
    ...extents,
    ...(isCopy && allocatedBytes !== null && { allocatedBytes }),
    checkNs: clock.monotonicNs() - startedNs,
  };
}

type Extents = Pick<Sample, 'sharedBytes' | 'extents'>;
const NO_EXTENTS: Extents = { sharedBytes: null };

/** Extents shared with the source mean that no data was moved, whatever the call was named. */
async function extentsOf(destination: string, addon: Addon): Promise<Extents> {
  const { known, sharedBytes, extents, delayedBytes } = await addon.extentSharing(destination);
  if (!known) return NO_EXTENTS;
  return { sharedBytes, ...(delayedBytes === 0 && { extents }) };
}
