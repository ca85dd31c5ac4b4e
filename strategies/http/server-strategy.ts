/** A strategy of the route `http`: an HTTP server in Node that differs from the others in how it sends a body. */
import { HarnessError } from '../../harness/core/errors.js';
import {
  defineStrategy,
  type Availability,
  type ProbeContext,
  type RunningServer,
  type ServeJob,
  type Strategy,
} from '../strategy.js';

interface ServerShape {
  name: string;
  label: string;
  summary: string;
  copiesPerByte: number;
  runtime: Strategy['runtime'];
  largestBytes?: number;
  available?: (context: ProbeContext) => Promise<Availability>;
  version?: () => Promise<string | undefined>;
  serve: (job: ServeJob) => Promise<RunningServer>;
}

/** A strategy that serves instead of copying. */
export function serverStrategy(shape: ServerShape): Strategy {
  return defineStrategy({
    class: 'copy',
    routes: ['http'],
    ...shape,
    copy() {
      throw new HarnessError('E_WORKER', `${shape.name} is a server: it has no copy to make.`);
    },
  });
}
