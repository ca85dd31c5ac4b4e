/** The fields of /proc/PID/stat (proc_pid_stat(5)). */

/** Places of fields after the command's name, counted from the state. */
export const STAT_FIELD = {
  parent: 1,
  minorFaults: 7,
  majorFaults: 9,
  userTicks: 11,
  systemTicks: 12,
  startTicks: 19,
} as const;

/** One field of `stat`; null where it is not there, or no whole number from 0. */
export function statField(stat: string, field: keyof typeof STAT_FIELD): number | null {
  // The command's name may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const text = fields[STAT_FIELD[field]] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
