/** What it costs to look at the data: each strategy that digests what it copies, beside its twin that does not. */
import { significant } from '../harness/core/units.js';
import type {
  ComparisonRecord,
  EstimateRecord,
  MeasuredRecord,
  RunRecord,
  ScenarioRecord,
} from '../harness/results/record.js';
import { type Block, heading, list, paragraph } from './block.js';
import {
  type Bounded,
  containsOne,
  formatEstimate,
  isBounded,
  NO_INTERVAL_NOTE,
} from './estimate.js';
import { isControlOff, isMeasured, type LookingRecord, lookingOf } from './ranking.js';
import { circumstances, sizeName } from './scenario-name.js';
import { type Cell, type Column, type Row, cell } from './table.js';
import { type Text, code, joined, styled, text, unbroken } from './text.js';

/** A strategy that looks, with what is known of its price. */
interface Look {
  readonly scenario: ScenarioRecord;
  readonly strategy: LookingRecord;
  /** Absent where the twin was not measured. */
  readonly twin: MeasuredRecord | undefined;
  readonly comparison: ComparisonRecord | undefined;
}

const COLUMNS: readonly Column[] = [
  { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
  { key: 'size', heading: 'file size', align: 'right', weight: 95 },
  { key: 'twin', heading: 'its twin', align: 'left', weight: 80 },
  { key: 'price', heading: 'price', align: 'left', weight: 90 },
  { key: 'time', heading: 'ms/GB more', align: 'right', weight: 70 },
  { key: 'cpu', heading: 'CPU s/GB more', align: 'right', weight: 60 },
  { key: 'digest', heading: 'digest', align: 'left', weight: 50 },
];

const CONTROL_OFF_NOTE = 'The control arm of this size is off: its noise allows no comparison.';

/** Heading, the sentence, table and what to keep in mind; nothing when no strategy looked. */
export function inspectBlocks(record: RunRecord): readonly Block[] {
  const looks = record.scenarios
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap((scenario) => looksOf(scenario));
  if (looks.length === 0) return [];
  return [
    heading(2, text`The price of looking`),
    paragraph(sentence(record, looks)),
    { kind: 'table', table: { columns: COLUMNS, rows: looks.map(row) } },
    ...list(caveats(record)),
  ];
}

function looksOf(scenario: ScenarioRecord): Look[] {
  return lookingOf(scenario).map((strategy) => ({
    scenario,
    strategy,
    twin: scenario.strategies.filter(isMeasured).find(({ name }) => name === strategy.checks.twin),
    comparison: scenario.comparisons.find(
      ({ slower, faster }) => slower === strategy.name && faster === strategy.checks.twin,
    ),
  }));
}

/** The largest size speaks for the run, as far as its intervals and its control arm allow. */
function sentence({ scenarios }: RunRecord, looks: readonly Look[]): Text {
  const largest = scenarios
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
    .find((scenario) => !isControlOff(scenario) && prices(scenario, looks).length > 0);
  if (largest === undefined)
    return text`No price can be given: it takes a control arm that holds 1, and an interval for a strategy and its twin.`;
  const found = prices(largest, looks);
  const clear = found.filter(({ price }) => !containsOne(price));
  const [low, high] = [clear.at(0), clear.at(-1)];
  if (low === undefined || high === undefined)
    return text`At ${placed(largest)} no look can be told from none: every interval holds 1.00x${sameLook(largest)}.`;
  const range =
    low === high
      ? text`${strong(low.price)} the time of its twin with ${code(low.name)}`
      : text`from ${strong(low.price)} (${code(low.name)}) to ${strong(high.price)} (${code(high.name)}) the time of its twin`;
  const open = found.filter((one) => !clear.includes(one)).map(({ name }) => code(name));
  const free = open.length === 0 ? [] : text`; ${joined(open)} cannot be told from not looking`;
  return text`At ${placed(largest)} a copy that looks at its bytes took ${range}${free}${sameLook(largest)}.`;
}

function placed(scenario: ScenarioRecord): string {
  return `${sizeName(scenario)}${circumstances(scenario)}`;
}

interface Priced {
  readonly name: string;
  readonly price: Bounded;
}

/** The prices that have an interval, lowest first. */
function prices(scenario: ScenarioRecord, looks: readonly Look[]): Priced[] {
  return looks
    .filter((look) => look.scenario === scenario)
    .flatMap(({ strategy: { name }, comparison }) =>
      comparison && isBounded(comparison.speedup) ? [{ name, price: comparison.speedup }] : [],
    )
    .toSorted((a, b) => a.price.estimate - b.price.estimate);
}

/** Two that do the same work and digest alike may be compared: is zero-copy worth it when the bytes are seen? */
function sameLook({ comparisons }: ScenarioRecord): Text {
  const found = comparisons.find(({ name }) => name === 'same-look');
  if (found === undefined || !isBounded(found.speedup)) return [];
  const { slower, faster, speedup } = found;
  if (containsOne(speedup))
    return text`; with the same look, ${code(faster)} and ${code(slower)} cannot be told apart (${formatEstimate(speedup)})`;
  return text`; with the same look, ${code(faster)} copies ${strong(speedup)} as fast as ${code(slower)}`;
}

function row(look: Look): Row {
  const { scenario, strategy } = look;
  return {
    strategy: cell(code(strategy.name)),
    size: cell(placed(scenario)),
    twin: cell(code(strategy.checks.twin)),
    price: priceCell(look),
    time: cell(timeMore(look)),
    cpu: cell(cpuMore(look)),
    digest: cell(strategy.checks.algorithm),
  };
}

function priceCell({ scenario, strategy, comparison }: Look): Cell {
  if (comparison === undefined)
    return cell('-', `Its twin ${strategy.checks.twin} was not measured.`);
  const { speedup } = comparison;
  if (isControlOff(scenario)) return cell(formatEstimate(speedup), CONTROL_OFF_NOTE);
  return cell(formatEstimate(speedup), isBounded(speedup) ? undefined : NO_INTERVAL_NOTE);
}

/** What the price comes to: the twin's time by as much as the price is above 1. */
function timeMore({ scenario, comparison }: Look): string {
  if (comparison === undefined || scenario.sizeBytes === 0) return '-';
  const { speedup, fasterMedianNs } = comparison;
  const msPerGb = (price: number) =>
    significant(((price - 1) * fasterMedianNs * 1e3) / scenario.sizeBytes);
  return unbroken(`${msPerGb(speedup.estimate)}${limits(speedup, msPerGb)}`);
}

function limits({ low, high }: EstimateRecord, format: (price: number) => string): string {
  return low === null || high === null ? ' ±∞' : ` [${format(low)}, ${format(high)}]`;
}

function cpuMore({ strategy, twin }: Look): string {
  const [own, plain] = [strategy.cpuNsPerByte, twin?.cpuNsPerByte ?? null];
  return own === null || plain === null ? '-' : (own - plain).toFixed(3);
}

function caveats({ options }: RunRecord): readonly Text[] {
  const compared =
    options.verify === 'none'
      ? 'This run was told not to verify: nobody compared the digests with those of the sources.'
      : 'Every digest was compared with that of the source, outside the clock.';
  return [
    text`The price is the time of the strategy that looks / the time of its twin, which makes the same copy with the same buffers and does not look; paired by round, and 1.00x is free. These strategies do more than copy, so they are not ranked with copies.`,
    text`A CRC and xxHash find accidents; only SHA-256 also withstands intent. ${compared}`,
  ];
}

function strong(estimate: Bounded) {
  return styled('strong', formatEstimate(estimate));
}
