/** The figures this project set out to repeat, as they were published. */

export interface PublishedFigure {
  readonly sizeBytes: number;
  /** Read and write through a 4 KiB buffer in the application. */
  readonly normalMs: number;
  /** Java's FileChannel.transferTo, which is sendfile(2) underneath. */
  readonly transferToMs: number;
}

/** S. Palaniappan and P. B. Nagarajan, "Efficient data transfer through zero copy", IBM developerWorks, 2008. */
export const publishedFigures: readonly PublishedFigure[] = [
  { sizeBytes: 7e6, normalMs: 156, transferToMs: 45 },
  { sizeBytes: 21e6, normalMs: 337, transferToMs: 128 },
  { sizeBytes: 63e6, normalMs: 843, transferToMs: 387 },
  { sizeBytes: 98e6, normalMs: 1320, transferToMs: 617 },
  { sizeBytes: 200e6, normalMs: 2124, transferToMs: 1150 },
  { sizeBytes: 350e6, normalMs: 3631, transferToMs: 1762 },
  { sizeBytes: 700e6, normalMs: 13498, transferToMs: 4422 },
  { sizeBytes: 1e9, normalMs: 18399, transferToMs: 8537 },
];

/** Under the heading "faster" the ratio of the two times was given, in whole percent: 346 of 156 ms over 45 ms. */
export function claimedPercent({ normalMs, transferToMs }: PublishedFigure): number {
  return Math.floor((normalMs / transferToMs) * 100);
}

/** The figures for this size, if there are any. */
export function publishedFor(sizeBytes: number): PublishedFigure | undefined {
  return publishedFigures.find((figure) => figure.sizeBytes === sizeBytes);
}
