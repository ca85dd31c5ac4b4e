/** The answer: one sentence a scenario, which says no more than its intervals and its control arm allow. */
import { formatPercent } from '../harness/core/units.js';
import type { RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { FEWEST_ROUNDS } from '../harness/measure/plan.js';
import { type Bounded, formatEstimate, overlap } from './estimate.js';
import { formatControl } from './control-line.js';
import {
  type Contender,
  contendersOf,
  isControlOff,
  isMeasured,
  measuredOf,
  referenceOf,
} from './ranking.js';
import { placeName, roundsName, verbOf } from './scenario-name.js';
import { type Text, code, joined, styled, text, unbroken } from './text.js';

const MOST_LEADERS_NAMED = 3;

/** One sentence for each scenario, largest first, and one for a run that was cut short. */
export function answer(record: RunRecord): Text[] {
  const bySize = record.scenarios.toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  const sentences = bySize.map((scenario, index) =>
    index === 0 ? onThisMachine(scenarioAnswer(scenario)) : scenarioAnswer(scenario),
  );
  if (!record.scenarios.some((scenario) => scenario.strategies.some(isMeasured)))
    return [text`Nothing was measured: ${whyNothing(record)}`];
  const cut = text`The run was interrupted: this is what it had measured by then.`;
  return [...sentences, ...failures(record), ...(record.interrupted ? [cut] : [])];
}

/** What one scenario allows to be said. */
export function scenarioAnswer(scenario: ScenarioRecord): Text {
  const size = placeName(scenario);
  const reference = code(scenario.reference);
  if (measuredOf(scenario, 'copy').length === 0) return text`No copy was measured at ${size}.`;
  if (referenceOf(scenario) === undefined)
    return text`The reference ${reference} was not measured at ${size}, so no speedup can be given.`;
  if (measuredOf(scenario, 'copy').length === 1)
    return text`Only ${reference} was measured at ${size}: there is nothing to compare it with.`;
  const contenders = contendersOf(scenario);
  if (contenders.length === 0)
    return text`At ${size} there is no answer yet: ${roundsName(scenario.rounds)} ${scenario.rounds === 1 ? 'is' : 'are'} too few, an interval takes ${FEWEST_ROUNDS}.`;
  if (isControlOff(scenario)) return noiseAnswer(scenario);
  return contenders.some(({ verdict }) => verdict === 'faster')
    ? leadAnswer(scenario, contenders)
    : noLeadAnswer(scenario, contenders);
}

function onThisMachine(sentence: Text): Text {
  const [first, ...rest] = sentence;
  if (first?.style !== 'plain') return text`On this machine ${sentence}`;
  const lowered = first.text.charAt(0).toLowerCase() + first.text.slice(1);
  return text`On this machine ${styled('plain', lowered)}${rest}`;
}

/** A strategy that failed is missing from the ranking, which must not go unsaid. */
function failures({ scenarios }: RunRecord): Text[] {
  const failed = scenarios.flatMap((scenario) =>
    scenario.strategies
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ name }) => text`${code(name)} at ${placeName(scenario)}`),
  );
  return failed.length === 0 ? [] : [text`Failed, and not ranked: ${joined(failed)}.`];
}

function whyNothing(record: RunRecord): string {
  if (record.interrupted) return 'the run was interrupted first.';
  if (record.scenarios.length === 0) return 'the run holds no scenario.';
  return record.scenarios.some(({ stopped }) => stopped === 'budget')
    ? 'the time was spent with warm-up rounds.'
    : 'no strategy works here; the reasons are below.';
}

function noiseAnswer(scenario: ScenarioRecord): Text {
  return text`At ${placeName(scenario)} the noise of this run forbids an answer: ${code(scenario.reference)} measured against itself came out at ${formatControl(scenario)}, which should hold 1.`;
}

function leadAnswer(scenario: ScenarioRecord, contenders: readonly Contender[]): Text {
  const size = placeName(scenario);
  const reference = code(scenario.reference);
  const [best, ...sharing] = leadersOf(contenders);
  if (best === undefined) return noLeadAnswer(scenario, contenders);
  const rest = text`${tooNoisy(best, contenders)}${slowestClause(contenders)}${cutShort(scenario)}.`;
  if (sharing.length === 0)
    return text`${code(best.name)} ${verbOf(scenario)} ${size} ${lead(best.speedup)} as fast as ${reference}${rest}`;
  return text`${namedLeaders([best, ...sharing])} share the lead over ${reference} at ${size}, as their intervals overlap${rest}`;
}

function noLeadAnswer(scenario: ScenarioRecord, contenders: readonly Contender[]): Text {
  const size = placeName(scenario);
  const reference = code(scenario.reference);
  const open = contenders.filter(({ verdict }) => verdict === 'same' || verdict === 'unclear');
  const end = text`${slowestClause(contenders)}${cutShort(scenario)}.`;
  const [closest] = open;
  if (closest === undefined)
    return text`${reference} is the fastest at ${size}: every other copy is slower${end}`;
  return text`No strategy is clearly faster than ${reference} at ${size}: ${code(closest.name)} comes closest with ${formatEstimate(closest.speedup)}${detectable(open)}${end}`;
}

/** The fastest of the faster, and all whose intervals overlap its own: an overlap has no winner. */
function leadersOf(contenders: readonly Contender[]): Contender[] {
  const faster = contenders.filter(({ verdict }) => verdict === 'faster');
  const [best] = faster;
  return best === undefined ? [] : faster.filter(({ speedup }) => overlap(speedup, best.speedup));
}

function namedLeaders(leaders: readonly Contender[]): Text {
  const named = leaders
    .slice(0, MOST_LEADERS_NAMED)
    .map(({ name, speedup }) => text`${code(name)} (${lead(speedup)})`);
  const others = leaders.length - named.length;
  return joined(others === 0 ? named : [...named, others === 1 ? 'one more' : `${others} more`]);
}

/** Strategies that may well be faster than the best one, but scatter too much to be called so. */
function tooNoisy(best: Contender, contenders: readonly Contender[]): Text {
  const noisy = contenders.filter(
    ({ verdict, speedup }) => verdict === 'unclear' && speedup.high > best.speedup.estimate,
  );
  if (noisy.length === 0) return [];
  const names = joined(noisy.map(({ name }) => code(name)));
  return text`; ${names} ${noisy.length === 1 ? 'scatters' : 'scatter'} too much to be placed`;
}

function slowestClause(contenders: readonly Contender[]): Text {
  const slowest = contenders.findLast(({ verdict }) => verdict === 'slower');
  if (slowest === undefined) return [];
  return text`; ${code(slowest.name)} takes ${formatTimes(1 / slowest.speedup.estimate)} as long`;
}

/** A clause without an interval claims no more than two digits: `6.2x`, `1.15x`, `14x`. */
function formatTimes(ratio: number): string {
  return `${ratio.toFixed(ratio >= 9.95 ? 0 : ratio >= 1.95 ? 1 : 2)}x`;
}

/** The largest of their smallest detectable changes: the one that holds for all of them. */
function detectable(open: readonly Contender[]): Text {
  const seen = open.flatMap(({ mde }) => (mde === null ? [] : [mde]));
  if (seen.length < open.length) return [];
  return text`, and a difference of ${unbroken(formatPercent(Math.max(...seen)))} or more would have been seen`;
}

function cutShort({ stopped, rounds }: ScenarioRecord): Text {
  return stopped === 'interrupted' ? text` (interrupted after ${roundsName(rounds)})` : [];
}

function lead(speedup: Bounded) {
  return styled('strong', formatEstimate(speedup));
}
