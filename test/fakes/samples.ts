/** Samples as a route would have made them. */
import type { Sample } from '../../harness/measure/sample.js';

/** A sample of `strategy` in `round` that took `elapsedNs`; everything else is plausible and the same. */
export function fakeSample(
  strategy: string,
  round: number,
  elapsedNs: number,
  changes: Partial<Sample> = {},
): Sample {
  return {
    scenario: 'file-to-file/1000B/warm/buffered/new',
    strategy,
    round,
    position: 0,
    atNs: 0,
    elapsedNs,
    sentNs: null,
    roundTripNs: elapsedNs,
    bytes: 1000,
    cpuUserUs: null,
    cpuSystemUs: null,
    voluntarySwitches: null,
    involuntarySwitches: null,
    minorFaults: null,
    majorFaults: null,
    peakRssBytes: null,
    systemCalls: null,
    eventLoopDelayMaxNs: null,
    checked: 'size',
    sharedBytes: 0,
    residentShare: 1,
    dirtyBytesBefore: 0,
    stealMs: 0,
    machineCpuMs: 0,
    settleNs: 0,
    checkNs: 0,
    deleteNs: 0,
    ...changes,
  };
}
