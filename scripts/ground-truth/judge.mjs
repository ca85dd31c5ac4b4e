// When two measurements agree: true, false, or undefined where the figures cannot tell, which agrees with nothing.
import { medianInterval } from '../../dist/harness/statistics/order-statistic.js';

/** What time(1) cuts off of user and of system time: hundredths of a second, so half of one each on average. */
const CUT_OFF_MS = 10;
/** As much of the CPU time may be lost that way: cp has less user time than that average, so the average is too much. */
const LARGEST_LOSS = 0.1;
/** How far CPU times of the same copies may be apart. */
const CPU_TOLERANCE = 0.1;
/** Metadata, and whoever else reads from the device meanwhile. */
const OTHER_READS = { share: 0.01, bytes: 65_536 };

/** Whether two intervals of the same quantity overlap; limits are null where there are too few samples for one. */
export function overlap(a, b) {
  if (!isBounded(a) || !isBounded(b)) return undefined;
  return a.low <= b.high && b.low <= a.high;
}

/**
 * Whether the interval of a ratio holds what the ratio is known to be.
 * One that holds 1 as well would also agree with a harness that sees no difference at all.
 */
export function holdsRatio(interval, known) {
  if (!isBounded(interval)) return undefined;
  if (!holds(interval, known)) return false;
  return known !== 1 && holds(interval, 1) ? undefined : true;
}

/** How many times as long something takes, of its speedup. */
export function timesAsLong({ estimate, low, high }) {
  return { estimate: 1 / estimate, low: high && 1 / high, high: low && 1 / low };
}

/** CPU time of the same copies: ours to the microsecond, theirs by time(1). */
export function judgeCpu(oursMs, theirsMs, copies) {
  const lostMs = CUT_OFF_MS * copies;
  if (!(lostMs < LARGEST_LOSS * oursMs)) return { lostMs, difference: null, agrees: undefined };
  const difference = (theirsMs + lostMs) / oursMs - 1;
  return { lostMs, difference, agrees: Math.abs(difference) < CPU_TOLERANCE };
}

/**
 * What the block device read during copies that all had to read `wantedBytes` from it.
 *
 * @param readBytes one number or more
 * @param sizeBytes of the file
 */
export function judgeReads(readBytes, wantedBytes, sizeBytes) {
  const [leastBytes, mostBytes] = [Math.min(...readBytes), Math.max(...readBytes)];
  const medianBytes = medianInterval(readBytes).estimate;
  const room = OTHER_READS.share * sizeBytes + OTHER_READS.bytes;
  const agrees = leastBytes >= wantedBytes && medianBytes <= wantedBytes + room;
  return { leastBytes, medianBytes, mostBytes, wantedBytes, agrees };
}

function isBounded({ low, high }) {
  return Number.isFinite(low) && Number.isFinite(high);
}

function holds({ low, high }, value) {
  return low <= value && value <= high;
}
