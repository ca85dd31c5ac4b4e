/** The price of a checksum that Node brings along. */
import { checkedReadWriteStrategy } from './shapes/checked-read-write.js';

export default checkedReadWriteStrategy({
  name: 'read-write-crc32',
  label: 'read/write + CRC32',
  by: 'CRC32 by zlib.crc32',
  algorithm: 'crc32',
  copiesPerByte: 2,
});
