/** splice(2) through a pipe as large as an unprivileged process may have. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'splice',
  label: 'splice, 1 MiB pipe',
  summary: 'splice(2) from the source into a 1 MiB pipe and from the pipe into the destination.',
  copier: 'splice',
  copiesPerByte: { 'file-to-file': 1, 'file-to-socket': 1, 'socket-to-file': 1 },
  // Default of /proc/sys/fs/pipe-max-size, the limit without CAP_SYS_RESOURCE (pipe(7)).
  options: { pipeBytes: 1024 * 1024 },
});
