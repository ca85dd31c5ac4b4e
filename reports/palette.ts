/** The colours of reports, in the light and in the dark. */

/** Text, lines and marks by what they mean; the names are custom properties in pages and drawings. */
export type Palette = Readonly<Record<ColourName, string>>;

const NAMES = [
  'paper',
  'ink',
  'muted',
  'grid',
  'other',
  'limit',
  'dot',
  'faster',
  'slower',
  'same',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'part-1',
  'part-2',
  'part-3',
] as const;

type ColourName = (typeof NAMES)[number];

export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    paper: '#ffffff',
    ink: '#1b1f23',
    muted: '#57616b',
    grid: '#e7eaed',
    other: '#c3cad1',
    limit: '#7d8791',
    dot: '#6ba3cf',
    faster: '#0b5fa5',
    slower: '#b24a00',
    same: '#6a737c',
    'series-1': '#0b5fa5',
    'series-2': '#c25500',
    'series-3': '#007f5f',
    'series-4': '#9b3a77',
    'series-5': '#3d8ec9',
    'series-6': '#8a6d00',
    'part-1': '#0b5fa5',
    'part-2': '#9cc3e3',
    'part-3': '#d6dce1',
  },
  dark: {
    paper: '#14181c',
    ink: '#e8ebee',
    muted: '#a0aab4',
    grid: '#2a3138',
    other: '#4a545e',
    limit: '#8b959f',
    dot: '#4d86b5',
    faster: '#6cb6f2',
    slower: '#f2914d',
    same: '#a0aab4',
    'series-1': '#6cb6f2',
    'series-2': '#f2914d',
    'series-3': '#45c9a0',
    'series-4': '#e08bc0',
    'series-5': '#a9d3f5',
    'series-6': '#d9b93b',
    'part-1': '#6cb6f2',
    'part-2': '#2f5f86',
    'part-3': '#3d464f',
  },
};

/** `--ink: #1b1f23; ...`: the palette as declarations of a style sheet. */
export function declarations(palette: Palette): string {
  return NAMES.map((name) => `--${name}: ${palette[name]};`).join(' ');
}

/** A drawing with the palette's colours in the places of their names. */
export function coloured(svg: string, palette: Palette): string {
  return svg.replaceAll(/var\(--([a-z0-9-]+)\)/g, (whole, name: string) => {
    const found = NAMES.find((known) => known === name);
    return found === undefined ? whole : palette[found];
  });
}
