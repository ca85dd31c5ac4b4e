/** The price of a hash made for speed. */
import { checkedReadWriteStrategy } from './shapes/checked-read-write.js';

export default checkedReadWriteStrategy({
  name: 'read-write-xxhash',
  label: 'read/write + xxHash64',
  by: 'xxHash64 by WebAssembly (xxhash-wasm)',
  algorithm: 'xxh64',
  // Into WebAssembly's own memory as well.
  copiesPerByte: 3,
});
