/** The route from socket to file, as an upload is received: the copy ends with its file complete and closed. */
import { CompanionKeeper, type SocketSetting } from './companion-keeper.js';
import { intoFile } from './file-to-file.js';
import type { OpenRoute } from './route.js';
import { sampling } from './take-sample.js';

/** Opens the route; a companion process sends. */
export function socketToFile(route: SocketSetting): OpenRoute {
  const { source, sizeBytes } = route;
  const keeper = new CompanionKeeper(route);
  const { fileOf, check } = intoFile(route);
  return {
    facts: () => keeper.facts,
    close: () => keeper.close(),
    takeSample: sampling(route, {
      fileOf,
      // A worker that says go twice would have its next copy begun before its clock.
      async check(arm, place, file) {
        await keeper.requireQuiet(arm);
        return check(arm, place, file);
      },
      ready: () => keeper.ready(),
      copy: (arm, worker, file) =>
        keeper.exchange(arm, { type: 'feed', sizeBytes, source }, (endpoint) =>
          worker.copy({
            route: 'socket-to-file',
            endpoint,
            destination: file ?? '',
            sizeBytes,
          }),
        ),
    }),
  };
}
