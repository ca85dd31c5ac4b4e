/** What a copy takes, how that compares, and how much of the difference is CPU time. */
import { formatAmount, formatPercent } from '../../harness/core/units.js';
import { formatEstimate, isBounded } from '../estimate.js';
import { limitName, shareOfLimit } from '../limit.js';
import { isControlOff, isMeasured } from '../ranking.js';
import { type Text, code, styled, text, unbroken } from '../text.js';
import { cpuNsOf } from './cost.js';
import type { Beside, Subject } from './subject.js';
import { duration } from './words.js';

/** Within these shares of a difference in time, a difference in CPU time is all of it, or hardly any. */
const ALL = { from: 0.8, to: 1.25 };
const HARDLY_ANY = 0.2;
/** Voluntary context switches of one copy from which waiting is handing over between threads. */
const MANY_SWITCHES = 10;

/** `takes 1.58 ms: ...` */
export function differencePredicate(subject: Subject): Text {
  const { strategy, beside } = subject;
  const own = text`takes ${duration(strategy.medianNs)}${forRequests(subject)}`;
  const limit = limitClause(subject);
  if (beside === undefined) return text`${own}${limit}`;
  return text`${own}${comparison(subject, beside)}${limit}`;
}

function comparison(subject: Subject, beside: Beside): Text {
  const { scenario, strategy, margin } = subject;
  const other = code(beside.strategy.name);
  const { speedup } = beside;
  if (isControlOff(scenario))
    return text`, and the noise of this run allows no comparison with ${other}`;
  if (speedup === undefined) return text`, and compares with no copy`;
  if (!isBounded(speedup))
    return text`, and too few rounds were measured to compare it with ${other}`;
  const verdict =
    strategy.verdict ?? (speedup.low > 1 ? 'faster' : speedup.high < 1 ? 'slower' : 'unclear');
  if (verdict === 'same')
    return text`, the same as ${other} within ${unbroken(`±${formatPercent(margin)}`)}`;
  if (verdict === 'unclear') return text`, which this run cannot tell from ${other}`;
  const change = styled(verdict === 'faster' ? 'good' : 'bad', formatEstimate(speedup));
  const gapNs = Math.abs(beside.strategy.medianNs - strategy.medianNs);
  const gap = `${duration(gapNs)} ${verdict === 'faster' ? 'less' : 'more'}`;
  return text`, ${gap} than ${other} (${change})${cause(subject, beside, verdict)}`;
}

/** How much of a clear difference is CPU time, and what the rest is. */
function cause(subject: Subject, beside: Beside, verdict: 'faster' | 'slower'): Text {
  const [own, other] = [cpuNsOf(subject.strategy), cpuNsOf(beside.strategy)];
  const sign = verdict === 'faster' ? 1 : -1;
  const gapNs = sign * (beside.strategy.medianNs - subject.strategy.medianNs);
  // Medians may contradict an estimate that is paired by round.
  if (own === null || other === null || gapNs <= 0) return startClause(subject, verdict);
  const cpuNs = sign * (other - own);
  return text`${cpuClause(subject, cpuNs, gapNs, verdict)}${startClause(subject, verdict)}`;
}

function cpuClause(
  subject: Subject,
  cpuNs: number,
  gapNs: number,
  verdict: 'faster' | 'slower',
): string {
  const share = cpuNs / gapNs;
  const isFaster = verdict === 'faster';
  const amount = duration(Math.abs(cpuNs));
  if (share >= ALL.from && share <= ALL.to) return ', about all of it CPU time';
  if (share > ALL.to)
    return `, and ${amount} ${isFaster ? 'less' : 'more'} CPU time${onSeveral(subject)}`;
  const rest = isFaster ? 'less waiting' : `waiting${waitingFor(subject, gapNs)}`;
  if (share > HARDLY_ANY) return `, ${amount} of it CPU time and the rest ${rest}`;
  if (share > -HARDLY_ANY) return `, hardly any of it CPU time but ${rest}`;
  return `, ${rest}, though CPU time is ${amount} ${isFaster ? 'more' : 'less'}`;
}

/** More CPU time than there was time. */
function onSeveral({ strategy }: Subject): string {
  const cpuNs = cpuNsOf(strategy) ?? 0;
  return cpuNs > 1.1 * strategy.medianNs ? ', as several CPUs work at once' : '';
}

function waitingFor({ scenario, strategy }: Subject, gapNs: number): string {
  const { syncNs, voluntarySwitches, runtime } = strategy;
  if (syncNs !== undefined && syncNs > gapNs / 3)
    return ` for the disk (the sync takes ${duration(syncNs)})`;
  if (scenario.cache === 'cold' || scenario.cache === 'guest-cold') return ' for the disk';
  if (runtime === 'javascript' && (voluntarySwitches ?? 0) >= MANY_SWITCHES)
    return ' while threads hand over to each other';
  return '';
}

/** A program's time holds its start, which a bound of the same kind shows by itself. */
function startClause({ scenario, strategy }: Subject, verdict: 'faster' | 'slower'): Text {
  if (strategy.runtime !== 'command' || verdict === 'faster') return [];
  const floor = scenario.strategies
    .filter(isMeasured)
    .find((one) => one.class === 'bound' && one.runtime === 'command');
  if (floor === undefined) return [];
  return text`; starting a program takes ${duration(floor.medianNs)} by itself (${code(floor.name)})`;
}

function limitClause({ scenario, strategy, beside }: Subject): string {
  const name = limitName(scenario);
  if (name === undefined || strategy.class !== 'copy') return '';
  const against = beside ? ` against ${shareOfLimit(beside.strategy, scenario)}` : '';
  return `; that is ${shareOfLimit(strategy, scenario)} ${name}'s rate${against}`;
}

function forRequests({ scenario: { load } }: Subject): string {
  if (load === undefined) return '';
  return load.requests === 1 ? ' for one request' : ` for ${formatAmount(load.requests)} requests`;
}

/** Of what must not be ranked with copies: `takes 0.74 ms, 29 % of the time of ...`. */
export function apartPredicate({ strategy, beside }: Subject): Text {
  const own = text`takes ${duration(strategy.medianNs)}`;
  if (beside === undefined || beside.strategy.medianNs === 0) return own;
  const share = formatPercent(strategy.medianNs / beside.strategy.medianNs);
  return text`${own}, ${unbroken(share)} of the time of ${code(beside.strategy.name)}`;
}
