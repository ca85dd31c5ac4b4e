/** What a cell is sorted by: the figure it begins with, in one unit, else its words. */

/** Times in nanoseconds, sizes in bytes. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** Undefined where there is nothing to sort by. */
export function sortKey(words: string): number | string | undefined {
  const text = words.replaceAll('\u00a0', ' ').trim();
  if (text === '' || text === '-') return undefined;
  const [, figure, unit = ''] = /^<?(-?\d+(?:\.\d+)?)x? ?(\p{L}+)?/u.exec(text) ?? [];
  return figure === undefined ? text : Number(figure) * (UNITS[unit] ?? 1);
}

/** Figures before words; what is missing comes last, whichever way. */
export function compareKeys(a: string, b: string, direction: 1 | -1): number {
  const [x, y] = [sortKey(a), sortKey(b)];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
  if (typeof x === 'number' && typeof y === 'number') return direction * (x - y);
  if (typeof x === 'string' && typeof y === 'string') return direction * x.localeCompare(y, 'en');
  return typeof x === 'number' ? -1 : 1;
}
