/** What is asked of a gate, and of each of its passes. */
import type { Measure } from './compare-cell.js';

/** How a gate compares. */
export interface GateRules {
  measure: Measure;
  /** Relative change that does not matter. */
  margin: number;
  /** Whether before and now are of the same machine, so that times compare. */
  sameMachine: boolean;
  /** A ceiling that moves the same bytes and asks no filesystem, where one is measured. */
  bound: string | null;
}
