/** The table of one scenario of a gate: each strategy before and now, and what the gate makes of it. */
import { durationColumn, formatPercent } from '../../harness/core/units.js';
import type {
  CellRecord,
  CellState,
  ChangeRecord,
} from '../../harness/results/gate/gate-record.js';
import { formatEstimate } from '../estimate.js';
import { type Row, type Table, cell } from '../table.js';
import { type Span, code, styled, unbroken } from '../text.js';

const NOT_KNOWN = '-';

const STYLES: Readonly<Record<CellState, Span['style']>> = {
  pass: 'faint',
  improvement: 'good',
  regression: 'bad',
  inconclusive: 'doubt',
  missing: 'bad',
  new: 'faint',
  void: 'doubt',
};

/** Regressions first, then what else is not a plain pass; each group by the size of its change. */
const ORDER: readonly CellState[] = [
  'regression',
  'missing',
  'void',
  'inconclusive',
  'improvement',
  'pass',
  'new',
];

export function gateTable(cells: readonly CellRecord[]): Table {
  const medians = cells.flatMap(({ nowMedianNs }) => nowMedianNs ?? []);
  const duration = durationColumn(Math.min(...medians, Infinity));
  return {
    columns: [
      { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
      { key: 'before', heading: 'before', align: 'right', weight: 50 },
      { key: 'now', heading: 'now', align: 'right', weight: 60 },
      { key: 'change', heading: 'change', align: 'left', weight: 90 },
      { key: 'again', heading: 'measured again', align: 'left', weight: 70 },
      { key: 'margin', heading: 'margin', align: 'right', weight: 40 },
      { key: 'state', heading: 'gate', align: 'left', weight: 95 },
    ],
    rows: sorted(cells).map((one) => row(one, duration)),
  };
}

function sorted(cells: readonly CellRecord[]): CellRecord[] {
  return cells.toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || changeOf(b) - changeOf(a),
  );
}

function changeOf({ first }: CellRecord): number {
  return first?.change.estimate ?? 0;
}

function row(one: CellRecord, duration: (ns: number) => string): Row {
  const { strategy, beforeMedianNs, nowMedianNs, first, confirmation, margin, state } = one;
  const time = (ns: number | null): string => (ns === null ? NOT_KNOWN : unbroken(duration(ns)));
  return {
    strategy: cell(code(strategy)),
    before: cell(time(beforeMedianNs)),
    now: cell(time(nowMedianNs)),
    change: cell(changed(first)),
    again: cell(changed(confirmation)),
    margin: cell(unbroken(formatPercent(margin))),
    state: cell(styled(STYLES[state], state)),
  };
}

function changed(change: ChangeRecord | null): string {
  return change === null ? NOT_KNOWN : formatEstimate(change.change);
}
