/** Lists of CPUs as Linux writes them: `0-3,8` (cpuset(7), List format). */

/**
 * The numbers of a list, in order and once each.
 *
 * @returns null when the text is no such list, or is empty
 */
export function parseCpuList(text: string): number[] | null {
  const numbers = new Set<number>();
  for (const part of text.trim().split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (!match) return null;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first) return null;
    for (let cpu = first; cpu <= last; cpu++) numbers.add(cpu);
  }
  return [...numbers].toSorted((a, b) => a - b);
}

/** How many CPUs a list names; null when it is none. */
export function countOf(text: string): number | null {
  return parseCpuList(text)?.length ?? null;
}
