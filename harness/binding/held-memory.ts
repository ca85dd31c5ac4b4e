/** What the addon tells of memory that it holds. */

/** Memory kept so that the host of a virtual machine goes on backing the pages around it; see docs/methodology.md. */
export interface Ballast {
  touchedBytes: number;
  heldBytes: number;
  buildNs: number;
  /** Whether the kernel gave 2 MiB pages, so that the fragments are aligned. */
  hugePages: boolean;
}

/** Memory that was touched and is held until it is released. */
export interface HeldMemory {
  id: number;
  bytes: number;
  /** CPU time that touching all of its pages took: the host's work for them is in it, and what other programs do is not. */
  touchNs: number;
}
