/** What one copy used, for strategies that run inside a worker's own process. */
import { writeFileSync } from 'node:fs';
import type { ResourceUsage } from '../binding/addon.js';
import { memoryField, readFact } from '../machine/proc-files.js';

const STATUS = '/proc/self/status';

/** Resources of this process up to now, all its threads together (getrusage(2), RUSAGE_SELF). */
export function usageNow(): NodeJS.ResourceUsage {
  return process.resourceUsage();
}

/** The difference of two readings; the peak is given apart, since rusage's never falls. */
export function usageBetween(
  before: NodeJS.ResourceUsage,
  after: NodeJS.ResourceUsage,
  peakRssBytes: number | null,
): ResourceUsage {
  return {
    cpuUserUs: after.userCPUTime - before.userCPUTime,
    cpuSystemUs: after.systemCPUTime - before.systemCPUTime,
    voluntarySwitches: after.voluntaryContextSwitches - before.voluntaryContextSwitches,
    involuntarySwitches: after.involuntaryContextSwitches - before.involuntaryContextSwitches,
    minorFaults: after.minorPageFault - before.minorPageFault,
    majorFaults: after.majorPageFault - before.majorPageFault,
    peakRssBytes,
  };
}

/** What two pieces of work used together, one after the other; the peak is the larger one, null where either is. */
export function sumOfUsage(a: ResourceUsage, b: ResourceUsage): ResourceUsage {
  const [peakA, peakB] = [a.peakRssBytes, b.peakRssBytes];
  return {
    cpuUserUs: a.cpuUserUs + b.cpuUserUs,
    cpuSystemUs: a.cpuSystemUs + b.cpuSystemUs,
    voluntarySwitches: a.voluntarySwitches + b.voluntarySwitches,
    involuntarySwitches: a.involuntarySwitches + b.involuntarySwitches,
    minorFaults: a.minorFaults + b.minorFaults,
    majorFaults: a.majorFaults + b.majorFaults,
    peakRssBytes: peakA === null || peakB === null ? null : Math.max(peakA, peakB),
  };
}

/**
 * Sets the peak resident set back to the present one, so that the next reading is of one copy.
 * Writing 5 to clear_refs does that (proc_pid_clear_refs(5), since Linux 4.0).
 *
 * @returns false where the system has no such switch; the peak is unknown then
 */
export function resetPeakRss(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    // Another system, or a kernel without the switch: the caller records the peak as unknown.
    return false;
  }
}

/** VmHWM: the peak resident set since the last reset, in bytes (proc_pid_status(5)), or null. */
export function peakRss(): number | null {
  return memoryField('VmHWM', readFact(STATUS));
}
