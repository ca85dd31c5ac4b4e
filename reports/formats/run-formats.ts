/** Every form in which a run can be had. A new one is a renderer and an entry here. */
import type { SampledRun } from '../../harness/results/read-run.js';
import { renderHtml } from '../html.js';
import { renderJson } from '../json.js';
import { renderMarkdown } from '../markdown.js';
import { loadPageParts } from '../page-parts.js';
import { renderTerminal } from '../terminal.js';
import { renderBencher } from './bencher.js';
import { renderCsv } from './csv.js';
import { renderBiggerIsBetter, renderSmallerIsBetter } from './custom-benchmark.js';
import type { Format } from './format.js';
import { renderGoBenchmark } from './go-benchmark.js';
import { leftOutOfHyperfine, renderHyperfine } from './hyperfine.js';
import { renderRunAnnotations, renderRunStepSummary } from './run-github.js';
import { renderRunJunit } from './run-junit.js';

export type RunFormat = Format<SampledRun>;

export const runFormats: readonly RunFormat[] = [
  {
    name: 'terminal',
    summary: 'the report for people, as it is printed without --format',
    shape: 'lines',
    render: ({ record, samples }, terminal) => renderTerminal(record, terminal, samples),
  },
  {
    name: 'markdown',
    summary: 'the same report in GitHub Flavored Markdown, as in report.md, without its charts',
    shape: 'document',
    render: ({ record }) => renderMarkdown(record),
  },
  {
    name: 'html',
    summary: 'the report as one page with charts, as in report.html',
    shape: 'document',
    render: async (run) => renderHtml(run, await loadPageParts()),
  },
  {
    name: 'json',
    summary: 'the record, as in record.json; also --json',
    shape: 'document',
    render: ({ record }) => renderJson(record),
  },
  {
    name: 'csv',
    summary: 'a row for each strategy and scenario',
    shape: 'document',
    render: ({ record }) => renderCsv(record),
  },
  {
    name: 'junit',
    summary: 'JUnit XML: a test case for each strategy and scenario',
    shape: 'document',
    render: ({ record }) => renderRunJunit(record),
  },
  {
    name: 'github',
    summary: 'annotations of a GitHub workflow; tables for $GITHUB_STEP_SUMMARY',
    shape: 'lines',
    render: ({ record }) => renderRunAnnotations(record),
    stepSummary: ({ record }) => renderRunStepSummary(record),
  },
  {
    name: 'custom-smaller-is-better',
    summary: 'times for github-action-benchmark (customSmallerIsBetter)',
    shape: 'document',
    render: ({ record }) => renderSmallerIsBetter(record),
  },
  {
    name: 'custom-bigger-is-better',
    summary: 'throughput and speedups for the same (customBiggerIsBetter)',
    shape: 'document',
    render: ({ record }) => renderBiggerIsBetter(record),
  },
  {
    name: 'bencher',
    summary: 'Bencher Metric Format',
    shape: 'document',
    render: ({ record }) => renderBencher(record),
  },
  {
    name: 'hyperfine',
    summary: 'the JSON of hyperfine --export-json',
    shape: 'document',
    render: renderHyperfine,
    leftOut: leftOutOfHyperfine,
  },
  {
    name: 'benchstat',
    summary: 'Go benchmark text, a line for each sample',
    shape: 'document',
    render: renderGoBenchmark,
  },
];
