// Reads what strace, time(1), hyperfine and fio print, and refuses what is not theirs.

/** Calls that a copier counts; opening, closing and mapping are not among them. */
const MOVING = /^(p?read(64)?|p?write(64)?|splice|sendfile(64)?|copy_file_range)$/;
/** `% time  seconds  usecs/call  calls  [errors]  syscall`, as `strace -c` has them. */
const SUMMARY_ROW = /^\s*[\d.]+\s+[\d.]+\s+\d+\s+(?<calls>\d+)\s+(?:\d+\s+)?(?<name>\w+)$/;
/** How time(1) is asked: user and system time in seconds, voluntary and involuntary switches. */
export const TIME_FORMAT = '%U %S %w %c';
const TIME_LINE = /^(?<user>\d+\.\d\d) (?<system>\d+\.\d\d) (?<voluntary>\d+) (?<involuntary>\d+)$/;

/** Calls that moved bytes, by the summary of `strace -c`. */
export function movingCalls(summary) {
  const rows = summary.split('\n').flatMap((line) => SUMMARY_ROW.exec(line)?.groups ?? []);
  if (!rows.some(({ name }) => name === 'total')) throw unreadable('strace -c', summary);
  return rows
    .filter(({ name }) => MOVING.test(name))
    .reduce((sum, { calls }) => sum + Number(calls), 0);
}

/** CPU time and context switches, by the one line that time(1) wrote. */
export function usageOfTime(text) {
  const found = TIME_LINE.exec(text.trim())?.groups;
  if (!found) throw unreadable('time', text);
  const { user, system, voluntary, involuntary } = found;
  return {
    cpuMs: (Number(user) + Number(system)) * 1000,
    voluntary: Number(voluntary),
    involuntary: Number(involuntary),
  };
}

/** Nanoseconds of every run, by what `hyperfine --export-json` wrote. */
export function timesOfHyperfine(json) {
  const times = parsed('hyperfine', json).results?.[0]?.times;
  if (!Array.isArray(times) || times.length === 0 || !times.every(isPositive))
    throw unreadable('hyperfine', json);
  return times.map((seconds) => seconds * 1e9);
}

/**
 * GB/s of the calls alone, by `fio --output-format=json`: its own runtime is in whole milliseconds.
 *
 * @param blockBytes of one call
 */
export function rateOfFio(json, direction, blockBytes) {
  const job = parsed('fio', json).jobs?.[0];
  const mean = job?.[direction]?.clat_ns?.mean;
  if (job?.error !== 0 || !isPositive(mean)) throw unreadable('fio', json);
  return blockBytes / mean;
}

function parsed(program, json) {
  try {
    return JSON.parse(json);
  } catch {
    throw unreadable(program, json);
  }
}

function isPositive(value) {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function unreadable(program, text) {
  return new Error(`${program} printed what cannot be read: ${JSON.stringify(text.slice(0, 200))}`);
}
