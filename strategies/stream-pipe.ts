/** Node's streams as everybody uses them, with their default buffers. */
import { streamStrategy } from './shapes/stream-pipeline.js';

export default streamStrategy({
  name: 'stream-pipe',
  label: 'stream pipe, default buffers',
  summary: 'pipeline of createReadStream and createWriteStream with the default highWaterMark.',
});
