/** The price of a digest that nobody can forge. */
import { checkedReadWriteStrategy } from './shapes/checked-read-write.js';

export default checkedReadWriteStrategy({
  name: 'read-write-sha256',
  label: 'read/write + SHA-256',
  by: 'SHA-256 by node:crypto',
  algorithm: 'sha256',
  copiesPerByte: 2,
});
