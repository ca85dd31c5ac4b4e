/** CRC32C (Castagnoli) in plain JavaScript: the second opinion on what the addon computes with a CPU instruction. */

/** The polynomial of RFC 3720, section 12.1, with its bits reversed. */
const POLYNOMIAL = 0x82f63b78;
const SLICES = 8;
const TABLES = makeTables();

/**
 * Goes on with a CRC32C over `bytes`, eight of them a step (Intel's "slicing-by-8").
 *
 * @param crc of everything before; 0 to begin
 */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sliced = bytes.length - (bytes.length % SLICES);
  let state = ~crc;
  for (let at = 0; at < sliced; at += SLICES) {
    const low = view.getInt32(at, true) ^ state;
    const high = view.getInt32(at + 4, true);
    state =
      TABLES[1792 + (low & 255)]! ^
      TABLES[1536 + ((low >>> 8) & 255)]! ^
      TABLES[1280 + ((low >>> 16) & 255)]! ^
      TABLES[1024 + (low >>> 24)]! ^
      TABLES[768 + (high & 255)]! ^
      TABLES[512 + ((high >>> 8) & 255)]! ^
      TABLES[256 + ((high >>> 16) & 255)]! ^
      TABLES[high >>> 24]!;
  }
  for (const byte of bytes.subarray(sliced)) state = TABLES[(state ^ byte) & 255]! ^ (state >>> 8);
  return ~state >>> 0;
}

/** Table n, of 256 entries from 256 n on: what a byte does to the CRC when n more bytes follow it. */
function makeTables(): Int32Array {
  const tables = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let state = byte;
    for (let bit = 0; bit < 8; bit++) state = (state >>> 1) ^ (state & 1 ? POLYNOMIAL : 0);
    tables[byte] = state;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256]!;
    tables[at] = (before >>> 8) ^ tables[before & 255]!;
  }
  return tables;
}
