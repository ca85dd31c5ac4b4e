/** Sizes and durations: parsing what people type and printing what people read. */
import { HarnessError } from './errors.js';
import { shortened } from './fitted.js';

const DECIMAL = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

const NS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

/**
 * Parses a size as people type it: `7MB`, `1.5 GiB`, `4096`. Decimal units unless written MiB or GiB.
 *
 * @returns whole bytes, at least 0
 * @throws HarnessError `E_USAGE` when the text is no size or not a whole number of bytes
 */
export function parseSize(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const factor = BYTES_PER_UNIT[(match?.[2] || 'b').toLowerCase()];
  const bytes =
    match && factor !== undefined ? roundIfClose(Number(match[1]) * factor) : Number.NaN;
  if (!Number.isSafeInteger(bytes)) {
    throw new HarnessError(
      'E_USAGE',
      `"${shortened(text, 80)}" is not a size. Write a number and a unit, such as 7MB, 200MB, 1GB or 64MiB.`,
    );
  }
  return bytes;
}

/**
 * Parses a duration: `90s`, `5m`, `1.5h`, `250ms`.
 *
 * @returns nanoseconds, above 0
 * @throws HarnessError `E_USAGE` when the text is no duration or not above zero
 */
export function parseDuration(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text);
  const factor = NS_PER_UNIT[match?.[2]?.toLowerCase() ?? ''];
  const ns = match && factor !== undefined ? Math.round(Number(match[1]) * factor) : Number.NaN;
  if (!Number.isSafeInteger(ns) || ns <= 0) {
    throw new HarnessError(
      'E_USAGE',
      `"${shortened(text, 80)}" is not a duration. Write a number and a unit, such as 90s, 5m or 1h.`,
    );
  }
  return ns;
}

/** 7000000 -> `7 MB`, 4096 -> `4 KiB`: exact, for names and headings. */
export function formatSizeExact(bytes: number): string {
  for (let power = DECIMAL.length - 1; power > 0; power--) {
    const value = bytes / 1000 ** power;
    if (value >= 1 && Number.isInteger(value * 10)) return `${value} ${DECIMAL[power]}`;
  }
  for (const [unit, factor] of [
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor} ${unit}`;
  }
  return `${bytes} B`;
}

/** 1234567890 -> `1.23 GB`: rounded, for prose. */
export function formatSize(bytes: number): string {
  let power = 0;
  while (power < DECIMAL.length - 1 && Math.abs(bytes) >= 1000 ** (power + 1)) power++;
  return `${significant(bytes / 1000 ** power)} ${DECIMAL[power]}`;
}

/** 15640 -> `15,640`, 3.5 -> `3.5`: a count, or a median of counts. */
export function formatAmount(count: number): string {
  const [whole = '', half] = String(Number(count.toFixed(count < 100 ? 1 : 0))).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return half === undefined ? grouped : `${grouped}.${half}`;
}

/** 1234567 -> `1.23 ms`; from microseconds to hours, three significant digits. */
export function formatDuration(ns: number): string {
  const steps: readonly [number, string][] = [
    [3600e9, 'h'],
    [120e9, 'min'],
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'us'],
  ];
  for (const [from, unit] of steps) {
    if (Math.abs(ns) >= from) return `${significant(ns / (unit === 'min' ? 60e9 : from))} ${unit}`;
  }
  return `${significant(ns)} ns`;
}

/** Three significant digits, without an exponent: 0.0123, 1.23, 12.3, 123, 1234. */
export function significant(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0) return '0';
  if (magnitude >= 99.95) return value.toFixed(0);
  if (magnitude >= 9.995) return value.toFixed(1);
  if (magnitude >= 0.9995) return value.toFixed(2);
  return String(Number(value.toPrecision(3)));
}

/**
 * A formatter for a column of durations: one unit and one number of decimals, fit for the smallest of them.
 *
 * @param smallestNs the shortest duration in the column; it gets three significant digits
 */
export function durationColumn(smallestNs: number): (ns: number) => string {
  const [factor, unit] =
    smallestNs >= 10e9 ? [1e9, 's'] : smallestNs >= 1e6 ? [1e6, 'ms'] : [1e3, 'us'];
  const decimals = decimalsFor(smallestNs / factor);
  return (ns) => `${(ns / factor).toFixed(decimals)} ${unit}`;
}

/**
 * A ratio: 12.3, 1.31, 0.87, and a third decimal below 0.2 so that 0.141 and 0.149 differ.
 *
 * @param like the ratio that sets the decimals: the limits of an interval are printed like its estimate
 */
export function formatRatio(ratio: number, like: number = ratio): string {
  if (like >= 99.95) return ratio.toFixed(0);
  if (like >= 9.995) return ratio.toFixed(1);
  if (like >= 0.1995) return ratio.toFixed(2);
  return like >= 0.00995 ? ratio.toFixed(3) : ratio.toPrecision(2);
}

/** A share: 0.034 -> `3.4 %`, 0.42 -> `42 %`, 0.0001 -> `<0.1 %`. */
export function formatPercent(share: number): string {
  const percent = Math.abs(share * 100);
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  return `${percent >= 9.95 ? (share * 100).toFixed(0) : Number((share * 100).toFixed(1))} %`;
}

/** Decimals that leave three significant digits. */
function decimalsFor(value: number): number {
  if (value >= 99.95) return 0;
  return value >= 9.995 ? 1 : 2;
}

/** 1.1 * 1e9 is 1100000000.0000001 in binary floating point; that is not a fraction of a byte. */
function roundIfClose(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) < 1e-6 * Math.max(1, Math.abs(value)) * 1e-3 ? rounded : value;
}
