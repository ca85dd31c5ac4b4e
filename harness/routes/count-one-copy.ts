/** Counts the system calls of one copy by strace, after the timed rounds: the copy is one more, and no sample. */
import { sep } from 'node:path';
import type { SocketKind } from '../../strategies/strategy.js';
import { describeError } from '../core/errors.js';
import { readFact } from '../machine/proc-files.js';
import { countCalls, notCounted, type CallCount, type CopyEnds } from '../measure/call-count.js';
import type { Arm } from '../measure/plan.js';
import { traced } from '../measure/strace.js';
import { readTrace, type TracedDescriptor } from '../measure/traced-call.js';
import type { Worker } from '../measure/worker-process.js';
import type { RouteSetting } from './route.js';

/** strace stops a process twice at each call, and a call moves as much whatever the size. */
const LARGEST_BYTES = 16e6;
/** These may be sockets too: the worker protocol's. */
const LAST_STANDARD_FD = 2;

export interface CountSetting extends Pick<
  RouteSetting,
  'route' | 'source' | 'copies' | 'sizeBytes'
> {
  /** Null for files. */
  socket: SocketKind | null;
}

/**
 * Has `copy` made by a worker that is warm, and counts its calls.
 *
 * @returns the reason where nothing could be counted; a copy that failed here is no failure of its strategy
 */
export async function countOneCopy(
  setting: CountSetting,
  { strategy }: Arm,
  { pid }: Worker,
  copy: () => Promise<unknown>,
): Promise<CallCount> {
  const { sizeBytes, socket } = setting;
  if (pid === undefined) return notCounted('its worker is no process');
  if (sizeBytes > LARGEST_BYTES)
    return notCounted('strace, which slows every call, counts copies up to 16 MB');
  if (socket === 'unix' && strategy.runtime === 'peer')
    return notCounted('over a unix socket the words of a peer look like its bytes');
  try {
    // strace finds out by it which file a descriptor is.
    if (readFact('/proc/self/stat') === null)
      return notCounted('strace tells files apart by /proc, which cannot be read');
    const seen = await traced(pid, copy);
    if (!seen.ok) return notCounted(seen.reason);
    return countCalls(readTrace(seen.trace), endsOf(setting), sizeBytes, pid);
  } catch (error) {
    return notCounted(`the copy failed: ${describeError(error)}`);
  }
}

/** Destinations are the only files in the folder of copies, and the connection is a worker's only socket. */
function endsOf({ route, source, copies, socket }: CountSetting): CopyEnds {
  // Java's sockets are of IPv6, on which 127.0.0.1 is mapped.
  const protocol = socket === 'unix' ? /^UNIX-STREAM:/ : /^TCP(v6)?:/;
  const isSocket = ({ fd, target }: TracedDescriptor): boolean =>
    fd > LAST_STANDARD_FD && protocol.test(target);
  return {
    isSource: route === 'socket-to-file' ? isSocket : ({ target }) => target === source,
    isDestination:
      route === 'file-to-socket' ? isSocket : ({ target }) => target.startsWith(copies + sep),
  };
}
