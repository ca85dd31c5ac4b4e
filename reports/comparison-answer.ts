/** What a comparison comes to: for each scenario and run, which strategies changed beyond what the runs' noise allows. */
import type { ComparedScenario, Comparison } from '../harness/results/compare-runs.js';
import type { ScenarioRecord, Verdict } from '../harness/results/record.js';
import type { Estimate } from '../harness/statistics/interval.js';
import { formatEstimate } from './estimate.js';
import { runLetter } from './run-facts.js';
import { scenarioTitle } from './scenario-name.js';
import { type Text, code, joined, styled, text } from './text.js';

const MOST_NAMED = 5;

interface Changed {
  readonly name: string;
  readonly ratio: Estimate;
  readonly verdict: Verdict;
}

/** One sentence for each scenario and each run compared with its base. */
export function comparisonAnswer({ scenarios }: Comparison): readonly Text[] {
  return scenarios.flatMap((compared) =>
    compared.scenarios.flatMap((scenario, run) =>
      scenario === null || run === compared.base ? [] : [sentence(compared, scenario, run)],
    ),
  );
}

function sentence(compared: ComparedScenario, scenario: ScenarioRecord, run: number): Text {
  const where = text`${scenarioTitle(scenario)}, ${runLetter(run)} beside ${runLetter(compared.base)}:`;
  const there = compared.scenarios[compared.base];
  if (there?.reference !== scenario.reference)
    return text`${where} speedups cannot be compared, as the references differ (${code(scenario.reference)}, ${code(there?.reference ?? '')}).`;
  const changes = changesOf(compared, run);
  if (changes.length === 0) return text`${where} no strategy but the reference is in both.`;
  const moved = changes
    .filter(({ verdict }) => verdict === 'faster' || verdict === 'slower')
    .toSorted(
      (a, b) => Math.abs(Math.log(b.ratio.estimate)) - Math.abs(Math.log(a.ratio.estimate)),
    );
  const rest = restOf(changes);
  if (moved.length === 0) return text`${where} no speedup changed by more than the noise: ${rest}.`;
  const named = moved
    .slice(0, MOST_NAMED)
    .map(
      ({ name, ratio, verdict }) =>
        text`${code(name)} ${styled(verdict === 'faster' ? 'good' : 'bad', verdict)} (${formatEstimate(ratio)})`,
    );
  const others = moved.length - named.length;
  const all = others === 0 ? named : [...named, text`${others} more`];
  return text`${where} ${joined(all)}${rest.length === 0 ? [] : text`; ${rest}`}.`;
}

function changesOf({ strategies }: ComparedScenario, run: number): Changed[] {
  return strategies.flatMap(({ name, figures }) => {
    const change = figures[run]?.change;
    return change ? [{ name, ...change }] : [];
  });
}

/** `3 the same, 2 unclear`. */
function restOf(changes: readonly Changed[]): Text {
  const count = (verdict: Verdict) => changes.filter((one) => one.verdict === verdict).length;
  const [same, unclear] = [count('same'), count('unclear')];
  const parts = [
    ...(same === 0 ? [] : [`${same} the same`]),
    ...(unclear === 0 ? [] : [`${unclear} unclear`]),
  ];
  return parts.length === 0 ? [] : [styled('plain', parts.join(', '))];
}
