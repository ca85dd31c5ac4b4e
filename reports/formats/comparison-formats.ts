/** Every form in which a comparison of runs can be had. */
import type { Comparison } from '../../harness/results/compare-runs.js';
import { buildComparison } from '../comparison-report.js';
import { renderBlocks } from '../markdown.js';
import { terminalBlocks } from '../terminal.js';
import type { Format } from './format.js';

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
];
