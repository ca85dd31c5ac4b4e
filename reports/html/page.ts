/** A report as one page, whatever it is about: no network, light and dark, whole without its script. */
import { createHash } from 'node:crypto';
import type { Block } from '../block.js';
import type { Chart } from '../charts/chart.js';
import { escapeMarkup, withoutControls } from '../markup-escape.js';
import { declarations, palettes } from '../palette.js';
import { type DrawPicture, PICTURE_WIDTH_PX } from '../pictures.js';
import { inline } from './inline.js';
import { blockHtml, type Picture, type Section, sectionHtml, sectionsOf } from './sections.js';

/** What the build made for the page. */
export interface PageParts {
  readonly draw: DrawPicture;
  /** Runs in the page: ECharts and ours. */
  readonly script: string;
  readonly style: string;
}

/** What stands around the blocks; all but the title as HTML. */
export interface PageFrame {
  readonly title: string;
  /** Below the answer. */
  readonly about: string;
  /** Of `filtersHtml`; may be empty. */
  readonly filters: string;
  readonly footer: string;
}

/** Pictures up to this size stand in the page; the charts after them are drawn by its script alone. */
const MOST_PICTURE_BYTES = 900_000;
/** Longer lists of contents are folded. */
const MOST_LINKS = 24;

/** @param blocks a report that begins with a heading of the first level and its answer */
export function pageHtml(blocks: readonly Block[], frame: PageFrame, parts: PageParts): string {
  const { opening, sections } = sectionsOf(blocks);
  const picture = pictures(parts.draw);
  const charts = blocks.flatMap((block) => (block.kind === 'charts' ? block.charts : []));
  const script = inElement(parts.script);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(frame.title)}</title>
<style>
:root { ${declarations(palettes.light)} }
@media (prefers-color-scheme: dark) { :root { ${declarations(palettes.dark)} } }
@media print { :root { color-scheme: light; ${declarations(palettes.light)} } }
${parts.style}</style>
</head>
<body>
<a class="skip" href="#${sections[0]?.id ?? 'report'}">Skip to the tables</a>
<header id="report">
${opening.map((block) => blockHtml(block, 'Answer', picture)).join('\n')}
${frame.about}
</header>
${contentsHtml(sections)}
${frame.filters}
<main>
${sections.map((section) => sectionHtml(section, picture)).join('\n')}
</main>
<footer>${frame.footer}</footer>
<script type="application/json" id="charts">${jsonInMarkup(charts)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function contentsHtml(sections: readonly Section[]): string {
  if (sections.length === 0) return '';
  const links = sections.map(({ id, heading: { text, about } }) => {
    const data = Object.entries(about ?? {}).map(
      ([name, value]) => ` data-${name}="${escapeMarkup(value)}"`,
    );
    return `<li${data.join('')}><a href="#${id}">${inline(text.map((span) => ({ ...span, style: 'plain' })))}</a></li>`;
  });
  const items = `<ul>${links.join('')}</ul>`;
  const shown =
    links.length > MOST_LINKS ? `<details><summary>Contents</summary>${items}</details>` : items;
  return `<nav aria-label="Contents">${shown}</nav>`;
}

/** The first ones, as long as there is room. */
function pictures(draw: DrawPicture): Picture {
  let room = MOST_PICTURE_BYTES;
  return (chart) => {
    if (room <= 0) return undefined;
    const svg = draw(chart, PICTURE_WIDTH_PX);
    room -= svg.length;
    return svg;
  };
}

/** JSON in which nothing can end the element around it; six digits are more than a picture shows. */
function jsonInMarkup(charts: readonly Chart[]): string {
  return JSON.stringify(charts, drawnValue).replaceAll('<', String.raw`\u003c`);
}

/** As names stand everywhere else in the page. */
function drawnValue(_: string, value: unknown): unknown {
  if (typeof value === 'string') return withoutControls(value);
  const isLong = typeof value === 'number' && !Number.isInteger(value);
  return isLong ? Number(value.toPrecision(6)) : value;
}

/** Of the script as it stands in the page: no other may run (Content Security Policy 3, section 2.3.1). */
function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

/** A script in which nothing can end the element around it, nor begin a comment there (HTML standard, 4.12.1.3). */
function inElement(script: string): string {
  return script.replaceAll('</script', String.raw`<\/script`).replaceAll('<!--', String.raw`<\!--`);
}
