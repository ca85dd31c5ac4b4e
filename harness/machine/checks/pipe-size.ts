/** How large a pipe may be (pipe(7)). */
import { formatSizeExact } from '../../core/units.js';
import { defineCheck, doubt, good, note, unknown } from './check.js';

/** What the strategies with a large pipe ask for. */
const WANTED_BYTES = 1024 * 1024;

export default defineCheck({
  name: 'pipe-size',
  label: 'pipe sizes',
  why: 'splice moves as much at a time as its pipe holds, and past the soft limit of a user new pipes have one or two pages.',
  look({ files }) {
    const most = files.number('/proc/sys/fs/pipe-max-size');
    const softPages = files.number('/proc/sys/fs/pipe-user-pages-soft');
    if (most === null || softPages === null) return unknown('/proc/sys/fs does not tell');
    const soft = softPages === 0 ? 'no soft limit' : `${softPages} pages for one user`;
    const value = `at most ${formatSizeExact(most)} each, ${soft}`;
    if (most < WANTED_BYTES)
      return doubt(
        value,
        `Set the sysctl fs.pipe-max-size to ${WANTED_BYTES} for strategies with a 1 MiB pipe.`,
      );
    // Sixteen pipes of 1 MiB: more than all workers of a scenario hold.
    if (softPages === 0 || softPages >= 4096) return good(value);
    return note(
      value,
      'Raise the sysctl fs.pipe-user-pages-soft: other programs of this user share it.',
    );
  },
});
