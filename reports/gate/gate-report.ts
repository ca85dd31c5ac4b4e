/** A gate's report as neutral blocks: the decision, why, and the cells it rests on. */
import { formatPercent } from '../../harness/core/units.js';
import type { GateRecord, GateScenario, GateSide } from '../../harness/results/gate/gate-record.js';
import { type Block, heading, list, paragraph } from '../block.js';
import { renderBlocks } from '../markdown.js';
import { type TerminalOptions, terminalBlocks } from '../terminal.js';
import { type Text, code, styled, text } from '../text.js';
import { warningBlocks } from '../warning-list.js';
import { gateTable } from './gate-table.js';

export function buildGateReport(record: GateRecord): readonly Block[] {
  const { outcome, sentence, reasons, before, now, machine } = record;
  const style = outcome === 'pass' ? 'good' : outcome === 'regression' ? 'bad' : 'doubt';
  return [
    heading(1, text`copybench gate, ${machine.hostname}`),
    paragraph([styled(style, sentence)]),
    ...list(reasons.map((reason) => text`${reason}`)),
    paragraph(text`Now: ${side(now)}. Before: ${side(before)}. ${whatIsCompared(record)}`),
    ...record.scenarios.flatMap((scenario) => scenarioBlocks(record, scenario)),
    ...warningBlocks({ warnings: record.warnings, scenarios: [] }),
    heading(2, text`Reproduce`),
    { kind: 'code', code: record.command },
    paragraph(text`Record, samples and report of each pass:`),
    ...list(record.passes.map((directory) => text`${code(directory)}`)),
  ];
}

/** The whole report in GitHub Flavored Markdown, ending in a line break. */
export function renderGateMarkdown(record: GateRecord): string {
  return renderBlocks(buildGateReport(record));
}

/** The whole report for a terminal, ending in a line break. */
export function renderGateTerminal(record: GateRecord, terminal: TerminalOptions): string {
  return terminalBlocks(buildGateReport(record), terminal);
}

function side({ name, version, node, commit }: GateSide): string {
  const at = commit === null ? '' : ` at ${commit}`;
  return `${name}, copybench ${version}${at}, Node ${node}`;
}

function whatIsCompared({ mode, margin, cells }: GateRecord): string {
  const beyond = `A change counts beyond ${formatPercent(margin)}, or the noise where that is larger.`;
  if (mode !== 'baseline') return `Both sides copied in the same rounds. ${beyond}`;
  return cells.some(({ measure }) => measure === 'time')
    ? `Times are compared, on the same machine. ${beyond}`
    : `Times relative to the reference of the same run are compared. ${beyond}`;
}

function scenarioBlocks(record: GateRecord, scenario: GateScenario): readonly Block[] {
  const cells = record.cells.filter((cell) => cell.scenario === scenario.id);
  if (cells.length === 0) return [];
  return [
    heading(2, text`${scenario.id}`),
    { kind: 'table', table: gateTable(cells) },
    paragraph(noiseLine(scenario)),
  ];
}

function noiseLine({ reference, noiseBefore, noiseNow, void: why }: GateScenario): Text {
  const judged = why === null ? '' : ` Not judged: ${why}.`;
  return text`Change is time now / time before: above 1.00x is slower. Noise, ${code(reference)} against itself: ${shareOf(noiseBefore)} before, ${shareOf(noiseNow)} now.${judged}`;
}

function shareOf(noise: number | null): string {
  return noise === null ? 'not known' : formatPercent(noise);
}
