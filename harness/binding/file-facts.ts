/** What the addon tells of files: whether two are the same, what is in memory, which extents are shared. */

export interface ComparisonResult {
  equal: boolean;
  /** Offset of the first byte that differs, or -1; where one file ends early, the length of the shorter. */
  firstDifference: number;
  comparedBytes: number;
}

/** How much of a file is in the page cache. Pages are system pages (see `pageBytes`). */
export interface Residency {
  /** `nowait` has the kernel read in what is not there (since Linux 5.10): it never proves that a page is absent. */
  method: 'cachestat' | 'mincore' | 'nowait';
  pageBytes: number;
  totalPages: number;
  residentPages: number;
  /** Known with cachestat(2) only. */
  dirtyPages: number | null;
  writebackPages: number | null;
}

/** Shared extents (FIEMAP, FIEMAP_EXTENT_SHARED): bytes of the file that another file also points at. */
export interface ExtentSharing {
  /** False where the filesystem answers no FIEMAP; nothing can be said then. */
  known: boolean;
  sharedBytes: number;
  mappedBytes: number;
  extents: number;
  /** Bytes that the filesystem has not placed yet (FIEMAP_EXTENT_DELALLOC): their extents are not final. */
  delayedBytes: number;
}
