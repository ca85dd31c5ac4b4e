/** The report as one page: no network, light and dark, tables and pictures without a script, charts to ask with one. */
import { createHash } from 'node:crypto';
import type { SampledRun } from '../harness/results/read-run.js';
import type { RunRecord } from '../harness/results/record.js';
import type { Block } from './block.js';
import type { Chart } from './charts/chart.js';
import { filtersHtml } from './html/filters.js';
import { blockHtml, type Picture, type Section, sectionHtml, sectionsOf } from './html/sections.js';
import { inline } from './html/inline.js';
import { renderJson } from './json.js';
import { escapeMarkup, withoutControls } from './markup-escape.js';
import { declarations, palettes } from './palette.js';
import { type DrawPicture, PICTURE_WIDTH_PX } from './pictures.js';
import { buildReport } from './report.js';

/** What the build made for the page. */
export interface PageParts {
  readonly draw: DrawPicture;
  /** Runs in the page: ECharts and ours. */
  readonly script: string;
  readonly style: string;
}

/** Pictures up to this size stand in the page; the charts after them are drawn by its script alone. */
const MOST_PICTURE_BYTES = 900_000;
/** Longer lists of contents are folded. */
const MOST_LINKS = 24;

export function renderHtml({ record, samples }: SampledRun, parts: PageParts): string {
  return pageHtml(record, buildReport(record, samples), parts);
}

/** @param blocks a report that begins with a heading of the first level and its answer */
export function pageHtml(record: RunRecord, blocks: readonly Block[], parts: PageParts): string {
  const { opening, sections } = sectionsOf(blocks);
  const picture = pictures(parts.draw);
  const charts = blocks.flatMap((block) => (block.kind === 'charts' ? block.charts : []));
  const script = parts.script
    .replaceAll('</script', String.raw`<\/script`)
    .replaceAll('<!--', String.raw`<\!--`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(titleOf(record))}</title>
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
${aboutHtml(record, sections)}
</header>
${contentsHtml(sections)}
${filtersHtml(record)}
<main>
${sections.map((section) => sectionHtml(section, picture)).join('\n')}
</main>
<footer><p>${downloadHtml(record)} It holds every figure of this page; the samples lie beside it in <code>samples.jsonl</code>.</p></footer>
<script type="application/json" id="charts">${jsonInMarkup(charts)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function titleOf({ machine, startedAt, options }: RunRecord): string {
  return `copybench: ${options.suite} on ${machine.hostname}, ${startedAt.slice(0, 10)}`;
}

function aboutHtml(record: RunRecord, sections: readonly Section[]): string {
  const { machine, startedAt, options, warnings } = record;
  const facts = [
    `suite ${options.suite}`,
    startedAt.slice(0, 16).replace('T', ' ') + ' UTC',
    `${machine.cpu.model}, ${machine.cpu.cores} cores`,
    `${machine.os.platform} ${machine.os.kernel}`,
    machine.directory.filesystem ?? '',
    `Node ${machine.runtime.node.replace(/^v/, '')}`,
  ];
  const doubts = sections.find(({ id }) => id === 'warnings');
  const count = warnings.length;
  const link =
    doubts === undefined
      ? ''
      : `<p class="doubts"><a href="#warnings">${count} ${count === 1 ? 'warning' : 'warnings'}</a>: read them before the numbers.</p>`;
  const words = facts.filter((fact) => fact !== '').map(escapeMarkup);
  return `<p class="about">${words.join(' · ')}</p>${link}`;
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

/** As a link that needs no script. */
function downloadHtml(record: RunRecord): string {
  const encoded = Buffer.from(renderJson(record)).toString('base64');
  return `<a id="record" download="record.json" href="data:application/json;base64,${encoded}">Download the record of this run</a> (JSON).`;
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
