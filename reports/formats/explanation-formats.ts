/** Every form in which the explanation of a run can be had. */
import { pageHtml } from '../html/page.js';
import { renderBlocks } from '../markdown.js';
import { loadPageParts } from '../page-parts.js';
import { terminalBlocks } from '../terminal.js';
import { buildExplanation, type Explained } from '../why/why.js';
import type { Format } from './format.js';

const EXPLANATION_PAGE = {
  title: 'copybench: why',
  about: '',
  filters: '',
  footer: '<p>Made by <code>copybench explain</code> from the record of a run.</p>',
};

export const explanationFormats: readonly Format<Explained>[] = [
  {
    name: 'terminal',
    summary: 'the sentences for people, as they are printed without --format',
    shape: 'lines',
    render: (explained, terminal) => terminalBlocks(buildExplanation(explained), terminal),
  },
  {
    name: 'markdown',
    summary: 'the same in GitHub Flavored Markdown',
    shape: 'document',
    render: (explained) => renderBlocks(buildExplanation(explained)),
  },
  {
    name: 'html',
    summary: 'the same as one page',
    shape: 'document',
    render: async (explained) =>
      pageHtml(buildExplanation(explained), EXPLANATION_PAGE, await loadPageParts()),
  },
];
