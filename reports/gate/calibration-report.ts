/** A calibration's report as neutral blocks: false alarms and detections, live and simulated, and the noise behind. */
import { formatDuration, formatPercent, formatRatio } from '../../harness/core/units.js';
import type {
  KindOfGate,
  LiveRates,
  RuleRates,
  SizeNoise,
} from '../../harness/results/gate/rates.js';
import type { Estimate } from '../../harness/statistics/interval.js';
import { type Block, heading, paragraph } from '../block.js';
import { renderBlocks } from '../markdown.js';
import { type Column, type Row, cell } from '../table.js';
import { type TerminalOptions, terminalBlocks } from '../terminal.js';
import { text, unbroken } from '../text.js';

export interface CalibrationRates {
  hostname: string;
  mode: 'baseline' | 'paired';
  margin: number;
  live: readonly LiveRates[];
  simulated: readonly RuleRates[];
  noise: readonly SizeNoise[];
}

export function renderCalibrationMarkdown(rates: CalibrationRates): string {
  return renderBlocks(buildCalibrationReport(rates));
}

export function renderCalibrationTerminal(rates: CalibrationRates, to: TerminalOptions): string {
  return terminalBlocks(buildCalibrationReport(rates), to);
}

export function buildCalibrationReport(rates: CalibrationRates): readonly Block[] {
  const { hostname, mode, margin, live, simulated, noise } = rates;
  const kind = mode === 'paired' ? 'Both sides in the same rounds' : 'Against a stored baseline';
  return [
    heading(1, text`copybench: what gates are worth on ${hostname}`),
    paragraph(
      text`${kind}, margin ${formatPercent(margin)}. Rates have exact 95 % intervals. A false alarm is a gate with an alarm about a strategy that was not slowed down.`,
    ),
    ...(live.length > 0 ? [heading(2, text`Live: every copy was made`), liveTable(live)] : []),
    ...(simulated.length > 0
      ? [
          heading(2, text`Simulated: recorded passes and rounds drawn anew`),
          paragraph(
            text`All rules see the same times, from ${simulated[0]?.kinds[0]?.gates ?? 0} gates of each kind: others judge every round of a first pass, the gate takes as many as it needs and measures again.`,
          ),
          ruleTable(simulated),
        ]
      : []),
    heading(2, text`Noise`),
    noiseTable(noise),
  ];
}

function liveTable(live: readonly LiveRates[]): Block {
  const columns: Column[] = [
    { key: 'injected', heading: 'slowdown', align: 'left', weight: 100 },
    { key: 'seen', heading: 'as it came out', align: 'right', weight: 60 },
    { key: 'gates', heading: 'gates', align: 'right', weight: 90 },
    { key: 'found', heading: 'found', align: 'left', weight: 95 },
    { key: 'false', heading: 'false alarms', align: 'left', weight: 94 },
    { key: 'undecided', heading: 'undecided', align: 'left', weight: 70 },
    { key: 'time', heading: 'time a gate', align: 'right', weight: 80 },
  ];
  const rows = live.map((kind): Row => ({
    ...kindCells(kind),
    seen: cell(kind.seen === null ? '-' : unbroken(`${formatRatio(kind.seen)}x`)),
    time: cell(unbroken(formatDuration(kind.elapsedNs))),
  }));
  return { kind: 'table', table: { columns, rows } };
}

function kindCells({ injected, gates, detections, falseAlarms, undecided }: KindOfGate): Row {
  return {
    injected: cell(injected === 0 ? 'none' : unbroken(`+${formatPercent(injected)}`)),
    gates: cell(String(gates)),
    found: cell(detections === null ? '-' : rate(detections)),
    false: cell(rate(falseAlarms)),
    undecided: cell(rate(undecided)),
  };
}

function ruleTable(simulated: readonly RuleRates[]): Block {
  const effects = (simulated[0]?.kinds ?? []).filter(({ injected }) => injected > 0);
  const columns: Column[] = [
    { key: 'rule', heading: 'rule', align: 'left', weight: 100 },
    { key: 'false', heading: 'false alarms, nothing changed', align: 'left', weight: 95 },
    ...effects.map(({ injected }, index) => ({
      key: `found${injected}`,
      heading: `found at +${formatPercent(injected)}`,
      align: 'left' as const,
      weight: 90 - index,
    })),
  ];
  const rows = simulated.map(({ rule, kinds }): Row => {
    const unchanged = kinds.find(({ injected }) => injected === 0);
    const found = kinds
      .filter(({ injected }) => injected > 0)
      .map(({ injected, detections }) => [
        `found${injected}`,
        cell(detections === null ? '-' : rate(detections)),
      ]);
    return {
      rule: cell(rule),
      false: cell(unchanged ? rate(unchanged.falseAlarms) : '-'),
      ...Object.fromEntries(found),
    };
  });
  return { kind: 'table', table: { columns, rows } };
}

function noiseTable(noise: readonly SizeNoise[]): Block {
  const columns: Column[] = [
    { key: 'scenario', heading: 'scenario', align: 'left', weight: 100 },
    { key: 'rounds', heading: 'rounds a pass', align: 'right', weight: 80 },
    { key: 'sigma', heading: 'sigma of a round', align: 'right', weight: 70 },
    { key: 'mde', heading: 'MDE within a run', align: 'right', weight: 90 },
    { key: 'needed', heading: 'rounds for the margin', align: 'right', weight: 85 },
  ];
  const rows = noise.map(({ scenario, rounds, sigma, mde, roundsForMargin }): Row => ({
    scenario: cell(scenario),
    rounds: cell(String(rounds)),
    sigma: cell(unbroken(formatPercent(sigma))),
    mde: cell(unbroken(formatPercent(mde))),
    needed: cell(String(roundsForMargin)),
  }));
  return { kind: 'table', table: { columns, rows } };
}

function rate({ estimate, low, high }: Estimate): string {
  return unbroken(
    `${formatPercent(estimate)} [${formatPercent(low ?? 0)}, ${formatPercent(high ?? 1)}]`,
  );
}
