/** Lists of CPUs as Linux writes them: `0-3,8` (cpuset(7), List format). */

/** Linux knows 8192 CPUs at most (CONFIG_NR_CPUS), so that a list of each of them has less. */
const LONGEST = 65_536;

/**
 * The numbers of a list, in order and once each.
 *
 * @returns null when the text is no such list, or is empty
 */
export function parseCpuList(text: string): number[] | null {
  if (text.length > LONGEST) return null;
  const numbers = new Set<number>();
  for (const part of text.trim().split(',')) {
    const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part);
    if (!match) return null;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first) return null;
    for (let cpu = first; cpu <= last; cpu++) numbers.add(cpu);
  }
  return [...numbers].toSorted((a, b) => a - b);
}

/** Writes numbers as such a list: `[3, 0, 1]` as `0-1,3`. */
export function formatCpuList(cpus: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const cpu of [...new Set(cpus)].toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.last === cpu - 1) run.last = cpu;
    else runs.push({ first: cpu, last: cpu });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',');
}

/** How many CPUs a list names; null when it is none. */
export function countOf(text: string): number | null {
  return parseCpuList(text)?.length ?? null;
}
