/** The figures this project set out to repeat, as they were published. */

export interface PublishedFigure {
  readonly sizeBytes: number;
  /** Read and write through a 4 KiB buffer in the application. */
  readonly normalMs: number;
  /** Java's FileChannel.transferTo, which is sendfile(2) underneath. */
  readonly transferToMs: number;
  /** Under the heading "faster": the ratio of the two times, in percent. */
  readonly claimedPercent: number;
}

/** S. Palaniappan and P. B. Nagarajan, "Efficient data transfer through zero copy", IBM developerWorks, 2008. */
export const publishedFigures: readonly PublishedFigure[] = [
  { sizeBytes: 7e6, normalMs: 156, transferToMs: 45, claimedPercent: 346 },
  { sizeBytes: 200e6, normalMs: 2124, transferToMs: 1150, claimedPercent: 184 },
  { sizeBytes: 1e9, normalMs: 18399, transferToMs: 8537, claimedPercent: 215 },
];
