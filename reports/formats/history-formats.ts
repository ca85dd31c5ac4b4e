/** Every form in which a history of runs can be had. */
import { pageHtml } from '../html/page.js';
import { renderBlocks } from '../markdown.js';
import { loadPageParts } from '../page-parts.js';
import { terminalBlocks } from '../terminal.js';
import { buildHistory, type History } from '../trend-report.js';
import type { Format } from './format.js';

const HISTORY_PAGE = {
  title: 'copybench: history of runs',
  about: '',
  filters: '',
  footer: '<p>Made by <code>copybench history</code> from the records in a folder.</p>',
};

export const historyFormats: readonly Format<History>[] = [
  {
    name: 'terminal',
    summary: 'the trends for people, as they are printed without --format',
    shape: 'lines',
    render: (history, terminal) => terminalBlocks(buildHistory(history), terminal),
  },
  {
    name: 'markdown',
    summary: 'the same in GitHub Flavored Markdown',
    shape: 'document',
    render: (history) => renderBlocks(buildHistory(history)),
  },
  {
    name: 'html',
    summary: 'the same as one page, with charts of the trends',
    shape: 'document',
    render: async (history) => pageHtml(buildHistory(history), HISTORY_PAGE, await loadPageParts()),
  },
];
