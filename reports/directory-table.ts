/** Strategies beside filesystems: what each copy took in every directory, and what it was there. */
import { durationColumn, formatPercent, formatRatio } from '../harness/core/units.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, heading, paragraph } from './block.js';
import { grouped } from './grouped.js';
import { isControlOff } from './ranking.js';
import { routeName, sizeName, unusual, whereName } from './scenario-name.js';
import { type Cell, type Column, type Row, type Table, cell } from './table.js';
import { type Span, type Text, code, styled, text, unbroken } from './text.js';

type Placed = ScenarioRecord & { readonly directories: NonNullable<ScenarioRecord['directories']> };

const CONTROL_OFF_NOTE =
  'The control arm is off there: the noise of its scenario allows no comparison.';

/** One table for each size and conditions; nothing for a run of one directory. */
export function directoryBlocks(record: RunRecord): readonly Block[] {
  const groups = [...grouped(record.scenarios.filter(isPlaced), groupName)].filter(
    ([, members]) => members.length > 1,
  );
  if (groups.length === 0) return [];
  return [
    heading(2, text`Filesystems side by side`),
    paragraph(explanation(record)),
    ...groups.flatMap(([name, members]): Block[] => [
      heading(3, text`${name}`),
      { kind: 'table', table: tableOf(members) },
    ]),
  ];
}

function isPlaced(scenario: ScenarioRecord): scenario is Placed {
  return scenario.directories !== undefined;
}

/** What scenarios of one table share: all but their directories. */
function groupName(scenario: Placed): string {
  const { source, destination } = scenario.directories;
  const way = source === destination ? '' : ', from one filesystem to another';
  return `${sizeName(scenario)}, ${routeName(scenario)}${unusual(scenario)}${way}`;
}

function explanation({ options }: RunRecord): Text {
  return text`Median of each copy, and its speedup over the reference in the same column; ${styled('strong', '~')} stands where the two are the same within ${unbroken(formatPercent(options.margin))}, and ${styled('strong', '?')} where the interval, which the table of the scenario has, does not tell. All of one table were measured in the same rounds. A ${styled('strong', 'clone')} shares the blocks of the source and moved no bytes, so it has no speedup.`;
}

function tableOf(scenarios: readonly Placed[]): Table {
  const names = [...new Set(scenarios.flatMap(({ strategies }) => strategies.map((s) => s.name)))];
  return {
    columns: [
      { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
      ...scenarios.map((scenario, index): Column => ({
        key: scenario.id,
        heading: headingOf(scenario),
        align: 'right',
        weight: 90 - index,
      })),
    ],
    rows: names.map((name): Row => ({
      strategy: cell(code(name)),
      ...Object.fromEntries(scenarios.map((scenario) => [scenario.id, cellOf(name, scenario)])),
    })),
  };
}

/** `ext4`, `ext4 to xfs`. */
function headingOf({ directories: { source, destination } }: Placed): string {
  return source === destination ? source : `${source} to ${destination}`;
}

function cellOf(name: string, scenario: Placed): Cell {
  const strategy = scenario.strategies.find((one) => one.name === name);
  if (strategy === undefined) return cell(styled('faint', '-'));
  if (strategy.outcome === 'unsupported')
    return cell(styled('faint', 'unsupported'), `${name}: ${strategy.reason}`);
  if (strategy.outcome === 'failed')
    return cell(styled('bad', 'failed'), `${name} ${whereName(scenario)}: ${strategy.reason}`);
  const median = unbroken(durationColumn(strategy.medianNs)(strategy.medianNs));
  const note = isControlOff(scenario) ? CONTROL_OFF_NOTE : undefined;
  return cell(text`${median}${unbroken(' ')}${remark(strategy, scenario)}`, note);
}

/** Its speedup, or why it has none. */
function remark(strategy: MeasuredRecord, scenario: Placed): Span {
  if (strategy.name === scenario.reference) return styled('strong', '1.00x');
  if (strategy.class !== 'copy') return styled('faint', WORDS[strategy.class]);
  if (strategy.speedup === undefined) return styled('faint', strategy.checks ? 'looks' : '-');
  const ratio = `${formatRatio(strategy.speedup.estimate)}x`;
  const isTold = !isControlOff(scenario);
  if (isTold && strategy.verdict === 'faster') return styled('good', ratio);
  if (isTold && strategy.verdict === 'slower') return styled('bad', ratio);
  if (isTold && strategy.verdict === 'same') return styled('plain', `~${ratio}`);
  return styled('doubt', `${ratio}?`);
}

const WORDS = { clone: 'clone', bypass: 'past the cache', bound: 'ceiling' } as const;
