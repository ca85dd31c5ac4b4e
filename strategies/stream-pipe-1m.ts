/** Node's streams with buffers large enough that chunks hardly count. */
import { streamStrategy } from './shapes/stream-pipeline.js';

export default streamStrategy({
  name: 'stream-pipe-1m',
  label: 'stream pipe, 1 MiB buffers',
  summary: 'pipeline of createReadStream and createWriteStream with a highWaterMark of 1 MiB.',
  highWaterMark: 1024 * 1024,
});
