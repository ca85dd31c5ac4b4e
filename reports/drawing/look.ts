/** How charts look: colours by meaning, shapes that tell the same without colour, type and measures. */
import type { Tone } from '../charts/chart.js';

/** Colours are custom properties of the page, so that one drawing serves light and dark. */
export const colour = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  paper: 'var(--paper)',
  limit: 'var(--limit)',
  /** Curves that stand back. */
  other: 'var(--other)',
  dot: 'var(--dot)',
} as const;

export const toneColour: Readonly<Record<Tone, string>> = {
  reference: 'var(--ink)',
  faster: 'var(--faster)',
  slower: 'var(--slower)',
  same: 'var(--same)',
  unclear: 'var(--same)',
  plain: 'var(--muted)',
};

/** Told apart by people who confuse red and green (after Okabe and Ito 2008), and by their symbols. */
export const seriesLook = [
  { colour: 'var(--series-1)', symbol: 'circle' },
  { colour: 'var(--series-2)', symbol: 'diamond' },
  { colour: 'var(--series-3)', symbol: 'rect' },
  { colour: 'var(--series-4)', symbol: 'triangle' },
  { colour: 'var(--series-5)', symbol: 'roundRect' },
  { colour: 'var(--series-6)', symbol: 'emptyCircle' },
] as const;

export function seriesLookOf(index: number): (typeof seriesLook)[number] {
  return seriesLook[index % seriesLook.length] ?? seriesLook[0];
}

/** Without quotation marks, which would end the attribute it is written into. */
export const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, sans-serif';
export const FONT_SIZE_PX = 12;
/** Below this width right-hand figures are shortened. */
export const NARROW_PX = 520;

/** What words take in that type, a little generously: there is no screen to measure on. */
export function wordsWidthPx(words: readonly string[]): number {
  const longest = words.reduce((most, { length }) => Math.max(most, length), 0);
  return Math.ceil(longest * FONT_SIZE_PX * 0.56);
}

/** The figure without its interval where there is little room. */
export function fittingText(text: string, widthPx: number): string {
  return widthPx < NARROW_PX ? text.replace(/ \[.*$| of .*$/, '') : text;
}
