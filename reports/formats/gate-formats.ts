/** Every form in which a gate's decision can be had. A new one is a renderer and an entry here. */
import type { GateRecord } from '../../harness/results/gate/gate-record.js';
import { renderGateJson } from '../gate/gate-json.js';
import { renderGateMarkdown, renderGateTerminal } from '../gate/gate-report.js';
import type { Format } from './format.js';
import { renderGateAnnotations } from './gate-github.js';
import { renderGateJunit } from './gate-junit.js';

export type GateFormat = Format<GateRecord>;

export const gateFormats: readonly GateFormat[] = [
  {
    name: 'terminal',
    summary: 'the report for people, as it is printed without --format',
    shape: 'lines',
    render: (record, terminal) => renderGateTerminal(record, terminal),
  },
  {
    name: 'markdown',
    summary: 'the same report in GitHub Flavored Markdown, as in gate.md',
    shape: 'document',
    render: (record) => renderGateMarkdown(record),
  },
  {
    name: 'json',
    summary: 'the decision, as in gate.json',
    shape: 'document',
    render: (record) => renderGateJson(record),
  },
  {
    name: 'junit',
    summary: 'JUnit XML: a test case for each strategy and scenario, and one for the decision',
    shape: 'document',
    render: (record) => renderGateJunit(record),
  },
  {
    name: 'github',
    summary: 'annotations of a GitHub workflow; tables for $GITHUB_STEP_SUMMARY',
    shape: 'lines',
    render: (record) => renderGateAnnotations(record),
    stepSummary: (record) => renderGateMarkdown(record),
  },
];
