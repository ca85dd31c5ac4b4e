/** A run's report as a page: charts to ask, tables to sort, and the record for download. */
import type { SampledRun } from '../harness/results/read-run.js';
import type { RunRecord } from '../harness/results/record.js';
import { filtersHtml } from './html/filters.js';
import { pageHtml, type PageParts } from './html/page.js';
import { renderJson } from './json.js';
import { escapeMarkup } from './markup-escape.js';
import { buildReport } from './report.js';

export function renderHtml({ record, samples }: SampledRun, parts: PageParts): string {
  const frame = {
    title: titleOf(record),
    about: aboutHtml(record),
    filters: filtersHtml(record),
    footer: `<p>${downloadHtml(record)} It holds every figure of this page; the samples lie beside it in <code>samples.jsonl</code>.</p>`,
  };
  return pageHtml(buildReport(record, samples), frame, parts);
}

function titleOf({ machine, startedAt, options }: RunRecord): string {
  return `copybench: ${options.suite} on ${machine.hostname}, ${startedAt.slice(0, 10)}`;
}

/** Where and when, and how much there is to doubt. */
function aboutHtml({ machine, startedAt, options, warnings }: RunRecord): string {
  const facts = [
    `suite ${options.suite}`,
    startedAt.slice(0, 16).replace('T', ' ') + ' UTC',
    `${machine.cpu.model}, ${machine.cpu.cores} cores`,
    `${machine.os.platform} ${machine.os.kernel}`,
    machine.directory.filesystem ?? '',
    `Node ${machine.runtime.node.replace(/^v/, '')}`,
  ];
  const count = warnings.length;
  const link =
    count === 0
      ? ''
      : `<p class="doubts"><a href="#warnings">${count} ${count === 1 ? 'warning' : 'warnings'}</a>: read them before the numbers.</p>`;
  const words = facts.filter((fact) => fact !== '').map(escapeMarkup);
  return `<p class="about">${words.join(' · ')}</p>${link}`;
}

/** As a link that needs no script. */
function downloadHtml(record: RunRecord): string {
  const encoded = Buffer.from(renderJson(record)).toString('base64');
  return `<a id="record" download="record.json" href="data:application/json;base64,${encoded}">Download the record of this run</a> (JSON).`;
}
