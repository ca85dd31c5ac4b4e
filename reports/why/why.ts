/** The section "Why" of a report, and the explanation of a run by itself: every strategy beside its reference. */
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { type Block, heading, list, paragraph } from '../block.js';
import { grouped } from '../grouped.js';
import { isMeasured } from '../ranking.js';
import { routeName, scenarioConditions, scenarioTitle, unusual } from '../scenario-name.js';
import { type Text, code, text, unbroken } from '../text.js';
import { copyProof } from './copy-proof.js';
import { notMeasured } from './not-measured.js';
import { inReadingOrder, sentences } from './sentences.js';
import { subjectOf } from './subject.js';

const HOW_TO_READ = text`Medians of one copy, each beside that of the reference. They say what came with a difference, which need not be all of its cause. Waiting is all time without a CPU: for a disk, another thread or the other end of a socket, or because something else ran.`;

/** The largest size of each route and its conditions; no block where nothing was copied. */
export function whyBlocks(record: RunRecord): readonly Block[] {
  const series = grouped(record.scenarios, (one) => `${routeName(one)}${unusual(one)}`);
  const shown = [...series.values()].flatMap((scenarios) => largest(scenarios));
  if (shown.length === 0) return [];
  const left = record.scenarios.length - shown.length;
  const others = text` ${code(unbroken('copybench explain DIR'))} does the same for ${left === 1 ? 'the other scenario' : `the other ${left} scenarios`} of this run.`;
  return [
    heading(2, text`Why`),
    paragraph(left === 0 ? HOW_TO_READ : text`${HOW_TO_READ}${others}`),
    ...shown.flatMap((scenario) => [
      heading(3, text`${scenarioTitle(scenario)}`),
      ...explained(record, scenario, copiesIn(scenario)),
    ]),
  ];
}

function largest(scenarios: readonly ScenarioRecord[]): ScenarioRecord[] {
  return scenarios
    .filter((scenario) => copiesIn(scenario).length > 0)
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
    .slice(0, 1);
}

/** Bounds are explained by their labels, which stand in their table. */
function copiesIn({ strategies }: ScenarioRecord): MeasuredRecord[] {
  return strategies.filter(isMeasured).filter((one) => one.class !== 'bound');
}

/** What `copybench explain` is asked about. */
export interface Explained {
  readonly record: RunRecord;
  /** Only this one, whatever its class; its name has to be one of the record's. */
  readonly strategy: string | undefined;
}

/** Every scenario, largest first, with all of its strategies or one of them. */
export function buildExplanation({ record, strategy }: Explained): readonly Block[] {
  const scenarios = record.scenarios.toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  const about =
    strategy === undefined ? text`strategies take` : text`copies by ${code(strategy)} take`;
  return [
    heading(1, text`copybench: why ${about} as long as they do`),
    paragraph(scenarios.length === 0 ? text`The run holds no scenario.` : HOW_TO_READ),
    ...scenarios.flatMap((scenario) => scenarioBlocks(record, scenario, strategy)),
  ];
}

function scenarioBlocks(
  record: RunRecord,
  scenario: ScenarioRecord,
  strategy: string | undefined,
): readonly Block[] {
  const wanted = scenario.strategies.filter(
    ({ name }) => strategy === undefined || name === strategy,
  );
  if (wanted.length === 0) return [];
  const unmeasured = wanted.flatMap((one): Text[] =>
    one.outcome === 'measured' ? [] : [text`${code(one.name)} is ${one.outcome}: ${one.reason}`],
  );
  return [
    heading(2, text`${scenarioTitle(scenario)}`),
    paragraph(text`${scenarioConditions(scenario)}.`),
    ...explained(record, scenario, wanted.filter(isMeasured)),
    ...list(unmeasured),
  ];
}

function explained(
  record: RunRecord,
  scenario: ScenarioRecord,
  strategies: readonly MeasuredRecord[],
): readonly Block[] {
  const told = inReadingOrder(strategies, scenario.reference).map((one) =>
    sentences(subjectOf(record, scenario, one)),
  );
  const missing = notMeasured(scenario, strategies);
  const proof = copyProof(strategies);
  return [
    ...list(told),
    ...(proof.length === 0 ? [] : [paragraph(proof)]),
    ...(missing.length === 0 ? [] : [paragraph(text`Not measured:`), ...list(missing)]),
  ];
}
