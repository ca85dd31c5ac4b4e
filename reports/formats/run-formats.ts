/** Every form in which a run can be had. A new one is a renderer and an entry here. */
import type { SampledRun } from '../../harness/results/read-run.js';
import { renderJson } from '../json.js';
import { renderMarkdown } from '../markdown.js';
import { renderTerminal } from '../terminal.js';
import type { Format } from './format.js';

export type RunFormat = Format<SampledRun>;

export const runFormats: readonly RunFormat[] = [
  {
    name: 'terminal',
    summary: 'the report for people, as it is printed without --format',
    shape: 'lines',
    render: ({ record }, terminal) => renderTerminal(record, terminal),
  },
  {
    name: 'markdown',
    summary: 'the same report in GitHub Flavored Markdown, as in report.md',
    shape: 'document',
    render: ({ record }) => renderMarkdown(record),
  },
  {
    name: 'json',
    summary: 'the record, as in record.json; also --json',
    shape: 'document',
    render: ({ record }) => renderJson(record),
  },
];
