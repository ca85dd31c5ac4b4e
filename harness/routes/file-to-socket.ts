/** The route from file to socket: the copy ends when the receiver has the last byte and has said so. */
import type { Arm } from '../measure/plan.js';
import type { Place } from '../measure/scheduler.js';
import { checkContent, checkSize } from './check-copy.js';
import { CompanionKeeper, type SocketSetting } from './companion-keeper.js';
import { fileNameOf, verifies, type Checked, type OpenRoute } from './route.js';
import { sampling, timed } from './take-sample.js';

/** Opens the route; a companion process receives. */
export function fileToSocket(route: SocketSetting): OpenRoute {
  const { source, sizeBytes } = route;
  const keeper = new CompanionKeeper(route);
  return {
    facts: () => keeper.facts,
    close: () => keeper.close(),
    takeSample: sampling(route, {
      fileOf: (arm, place) => receivedFile(route, arm, place),
      ready: () => keeper.ready(),
      copy: (arm, worker, file) =>
        keeper.exchange(arm, { type: 'drain', sizeBytes, file }, (endpoint) =>
          worker.copy({ route: 'file-to-socket', source, endpoint, sizeBytes }),
        ),
      check: (arm, _place, file) => checkReceived(route, file, () => keeper.requireQuiet(arm)),
    }),
  };
}

/** The receiver keeps what it gets only to have it compared. */
function receivedFile(route: SocketSetting, arm: Arm, place: Place): string | null {
  if (!verifies(route, place)) return null;
  if (place.round > 0) {
    route.doubt(
      'receiver-writes',
      'Every copy is compared byte for byte, so the receiver wrote what it got to a file while it was timed.',
    );
  }
  return fileNameOf(route, arm, place);
}

/** The receiver has counted the bytes up to the last one that was due; after that there must be none. */
async function checkReceived(
  route: SocketSetting,
  file: string | null,
  requireQuiet: () => Promise<void>,
): Promise<Checked> {
  const { source, sizeBytes, clock, addon } = route;
  const checkNs = await timed(clock, async () => {
    await requireQuiet();
    if (file === null) return;
    const copied = { source, destination: file, sizeBytes, leaves: 'copy' } as const;
    await checkSize(copied);
    await checkContent(copied, addon);
  });
  return { checked: file === null ? 'size' : 'content', sharedBytes: null, checkNs };
}
