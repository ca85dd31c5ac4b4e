/** Every form in which a history of runs can be had. */
import { renderBlocks } from '../markdown.js';
import { terminalBlocks } from '../terminal.js';
import { buildHistory, type History } from '../trend-report.js';
import type { Format } from './format.js';

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
];
