/** Copies into memory that the host backs, beside the same copies into memory that they touch first. */
import { durationColumn, formatRatio } from '../harness/core/units.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, heading, paragraph } from './block.js';
import { grouped } from './grouped.js';
import { placeName, routeName } from './scenario-name.js';
import { type Cell, type Row, type Table, cell } from './table.js';
import { type Span, type Text, code, styled, text, unbroken } from './text.js';

type InMemory = ScenarioRecord & { readonly memory: NonNullable<ScenarioRecord['memory']> };

interface Pair {
  readonly backed: InMemory;
  readonly touched: InMemory;
}

/** One table for each pair of scenarios that differ in their memory alone; nothing where there is none. */
export function memoryBlocks({ scenarios }: RunRecord): readonly Block[] {
  const pairs = [...grouped(scenarios.filter(isInMemory), withoutMemory).values()].flatMap(pairOf);
  if (pairs.length === 0) return [];
  return [
    heading(2, text`Memory: backed by the host, and touched first by the copy`),
    paragraph(EXPLANATION),
    ...pairs.flatMap((pair): Block[] => [
      heading(3, text`${nameOf(pair)}`),
      paragraph(proofOf(pair)),
      { kind: 'table', table: tableOf(pair) },
    ]),
  ];
}

const EXPLANATION = text`Medians of the same copies, measured one after the other in the same run; the ratio is of these medians and has no interval. Memory that a virtual machine has handed back to its host has to be provided again when it is written, which the first copy into it waits for.`;

function isInMemory(scenario: ScenarioRecord): scenario is InMemory {
  return scenario.memory !== undefined;
}

function withoutMemory({ id, memory: { asked } }: InMemory): string {
  return id
    .split('/')
    .filter((part) => part !== asked)
    .join('/');
}

function pairOf(members: readonly InMemory[]): Pair[] {
  const backed = members.find(({ memory }) => memory.asked === 'backed');
  const touched = members.find(({ memory }) => memory.asked === 'first-touch');
  return backed && touched ? [{ backed, touched }] : [];
}

/** Without the state of the memory, which is what the columns are. */
function nameOf({ backed }: Pair): string {
  const { memory: _, ...scenario } = backed;
  return `${placeName({ ...scenario, id: withoutMemory(backed) })}, ${routeName(backed)}`;
}

function proofOf({ backed, touched }: Pair): Text {
  return text`Time of a first touch of free memory over that of a second, median over the copies: ${factorOf(backed)} where the host was to back it, ${factorOf(touched)} where it was not.`;
}

function factorOf({ memory: { state, touchFactor } }: InMemory): Span {
  const words = touchFactor === null ? 'not seen' : `${formatRatio(touchFactor)}x`;
  return styled(state === 'unverified' ? 'doubt' : 'plain', words);
}

function tableOf({ backed, touched }: Pair): Table {
  const names = backed.strategies.map(({ name }) => name);
  const medians = [backed, touched].flatMap(({ strategies }) =>
    strategies.flatMap((one) => (one.outcome === 'measured' ? [one.medianNs] : [])),
  );
  const duration = durationColumn(Math.min(...medians));
  return {
    columns: [
      { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
      { key: 'backed', heading: 'backed', align: 'right', weight: 99 },
      { key: 'touched', heading: 'first touch', align: 'right', weight: 98 },
      { key: 'ratio', heading: 'ratio', align: 'right', weight: 97 },
    ],
    rows: names.map((name): Row => {
      const [left, right] = [measuredIn(backed, name), measuredIn(touched, name)];
      return {
        strategy: cell(code(name)),
        backed: timeCell(left, duration),
        touched: timeCell(right, duration),
        ratio: ratioCell(left, right),
      };
    }),
  };
}

function measuredIn({ strategies }: InMemory, name: string): MeasuredRecord | undefined {
  return strategies.find(
    (one): one is MeasuredRecord => one.outcome === 'measured' && one.name === name,
  );
}

function timeCell(strategy: MeasuredRecord | undefined, duration: (ns: number) => string): Cell {
  return cell(strategy ? unbroken(duration(strategy.medianNs)) : styled('faint', '-'));
}

function ratioCell(left: MeasuredRecord | undefined, right: MeasuredRecord | undefined): Cell {
  if (!left || !right || left.medianNs === 0) return cell(styled('faint', '-'));
  return cell(`${formatRatio(right.medianNs / left.medianNs)}x`);
}
