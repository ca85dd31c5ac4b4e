/** A comparison finds any byte that differs, wherever it lies. */
import { randomFillSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeNative, temporaryFolder } from './native-room.js';

const BUFFER_BYTES = 192 * 1024; // kBufferBytes of native/compare.cc.

describeNative('compareFiles', (addon) => {
  const path = temporaryFolder();
  const compare = (left: Buffer, right: Buffer) => {
    writeFileSync(path('left'), left);
    writeFileSync(path('right'), right);
    return addon.compareFiles(path('left'), path('right'));
  };

  test.each([0, 1, 4095, 4097, BUFFER_BYTES, BUFFER_BYTES + 1, 1_000_003])(
    'finds %i equal bytes equal',
    async (size) => {
      const bytes = randomFillSync(Buffer.alloc(size));
      expect(await compare(bytes, Buffer.from(bytes))).toEqual({
        equal: true,
        firstDifference: -1,
        comparedBytes: size,
      });
    },
  );

  test.each([0, 1, 4095, BUFFER_BYTES - 1, BUFFER_BYTES, BUFFER_BYTES + 1, 1_000_002])(
    'finds a difference of one bit at %i',
    async (offset) => {
      const left = randomFillSync(Buffer.alloc(1_000_003));
      const right = Buffer.from(left);
      right.writeUInt8(right.readUInt8(offset) ^ 0x80, offset);
      expect(await compare(left, right)).toEqual({
        equal: false,
        firstDifference: offset,
        comparedBytes: offset + 1,
      });
    },
  );

  test.each([
    [0, 1],
    [4096, 4097],
    [BUFFER_BYTES, BUFFER_BYTES + 1],
    [BUFFER_BYTES - 1, 2 * BUFFER_BYTES],
    [500_000, 1_000_000],
  ])('tells where the shorter ends: %i and %i bytes', async (shorter, longer) => {
    const long = randomFillSync(Buffer.alloc(longer));
    const short = long.subarray(0, shorter);
    const expected = { equal: false, firstDifference: shorter, comparedBytes: shorter };
    expect(await compare(long, short)).toEqual(expected);
    expect(await compare(short, long)).toEqual(expected);
  });

  test('a difference before the shorter one ends comes first', async () => {
    const left = Buffer.alloc(1000, 1);
    const right = Buffer.alloc(900, 1);
    right.writeUInt8(2, 500);
    expect(await compare(left, right)).toMatchObject({ equal: false, firstDifference: 500 });
  });

  test('a file equals itself', async () => {
    writeFileSync(path('same'), Buffer.alloc(10_000, 7));
    expect((await addon.compareFiles(path('same'), path('same'))).equal).toBe(true);
  });
});
