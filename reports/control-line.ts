/** The line below a scenario's table: what the control arm says of the numbers above it. */
import { formatPercent } from '../harness/core/units.js';
import type { ScenarioRecord } from '../harness/results/record.js';
import { isBounded } from './estimate.js';
import { contendersOf, isControlOff } from './ranking.js';
import { type Span, type Text, code, styled, text, unbroken } from './text.js';

/** Above this noise a control that holds 1 says little. */
const WIDE_NOISE = 0.1;

export function controlLine(scenario: ScenarioRecord): Text {
  const { control } = scenario;
  const reference = code(scenario.reference);
  if (control === null)
    return text`Control arm: none, because ${reference} was not measured twice; the noise is not known.`;
  const { noise } = control;
  const level = noise === null ? '' : `; noise ${unbroken(formatPercent(noise))}`;
  return text`Control arm: ${reference} against itself ${formatControl(scenario)}${level}${detectableRange(scenario)}. ${judgement(scenario)}`;
}

/** The control arm's speedup; three decimals, as the question is on which side of 1 the limits lie. */
export function formatControl({ control }: ScenarioRecord): string {
  if (control === null) return '';
  const { speedup } = control;
  const estimate = `${speedup.estimate.toFixed(3)}x`;
  if (!isBounded(speedup)) return unbroken(`${estimate} ±∞`);
  return unbroken(`${estimate} [${speedup.low.toFixed(3)}, ${speedup.high.toFixed(3)}]`);
}

function detectableRange(scenario: ScenarioRecord): string {
  const changes = contendersOf(scenario).flatMap(({ mde }) => (mde === null ? [] : [mde]));
  if (changes.length === 0) return '';
  const smallest = unbroken(formatPercent(Math.min(...changes)));
  const largest = unbroken(formatPercent(Math.max(...changes)));
  const range = smallest === largest ? smallest : `${smallest} to ${largest}, by strategy`;
  return `; smallest change it could have seen (MDE) ${range}`;
}

function judgement(scenario: ScenarioRecord): Span {
  if (scenario.control === null || !isBounded(scenario.control.speedup))
    return styled('doubt', 'Too few rounds to judge the noise.');
  if (isControlOff(scenario))
    return styled('bad', 'It should hold 1 and does not: trust no verdict of this table.');
  if ((scenario.control.noise ?? 0) > WIDE_NOISE)
    return styled('doubt', 'It holds 1, but the run was noisy: small differences cannot be told.');
  return styled('good', 'It holds 1, as it should.');
}
