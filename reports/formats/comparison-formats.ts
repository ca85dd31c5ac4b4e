/** Every form in which a comparison of runs can be had. */
import type { Comparison } from '../../harness/results/compare-runs.js';
import { buildComparison } from '../comparison-report.js';
import { pageHtml } from '../html/page.js';
import { renderBlocks } from '../markdown.js';
import { loadPageParts } from '../page-parts.js';
import { terminalBlocks } from '../terminal.js';
import type { Format } from './format.js';

const COMPARISON_PAGE = {
  title: 'copybench: runs side by side',
  about: '',
  filters: '',
  footer:
    '<p>Made by <code>copybench compare</code> from the records and samples of these runs.</p>',
};

export const comparisonFormats: readonly Format<Comparison>[] = [
  {
    name: 'terminal',
    summary: 'the comparison for people, as it is printed without --format',
    shape: 'lines',
    render: (comparison, terminal) => terminalBlocks(buildComparison(comparison), terminal),
  },
  {
    name: 'markdown',
    summary: 'the same in GitHub Flavored Markdown',
    shape: 'document',
    render: (comparison) => renderBlocks(buildComparison(comparison)),
  },
  {
    name: 'html',
    summary: 'the same as one page, with a chart for each scenario',
    shape: 'document',
    render: async (comparison) =>
      pageHtml(buildComparison(comparison), COMPARISON_PAGE, await loadPageParts()),
  },
];
