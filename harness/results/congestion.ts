/** TCP congestion control: what the ends of each strategy's connection sent under, and what that does to its times. */
import type { Sample } from '../measure/sample.js';
import type { MeasuredRecord, ScenarioRecord } from './record.js';
import type { Warning } from './warning.js';

/** What the samples of one strategy tell of both ends; nothing on routes without TCP. */
export function congestionOf(samples: readonly Sample[]): Pick<MeasuredRecord, 'congestion'> {
  const worker = namesOf(samples.map(({ congestion }) => congestion));
  const companion = namesOf(samples.map(({ companionCongestion }) => companionCongestion));
  return worker === null && companion === null ? {} : { congestion: { worker, companion } };
}

/** One name as a rule; several where a connection had to be made anew and got another. */
function namesOf(names: readonly (string | null | undefined)[]): string | null {
  const known = new Set(names.filter((name) => typeof name === 'string'));
  return known.size === 0 ? null : [...known].join(', ');
}

/** Pacing at either end, and strategies that send under different ones. */
export function congestionWarnings({ id, strategies }: ScenarioRecord): Warning[] {
  const told = strategies
    .filter((strategy) => strategy.outcome === 'measured')
    .flatMap(({ name, congestion }) => (congestion ? [{ name, ...congestion }] : []));
  const byWorker = new Map<string, string[]>();
  for (const { name, worker } of told) {
    if (worker !== null) byWorker.set(worker, [...(byWorker.get(worker) ?? []), name]);
  }
  const paced = told.filter(({ worker, companion }) => paces(worker) || paces(companion));
  return [
    ...(paced.length > 0 ? [pacing(id, namesIn(paced))] : []),
    ...(byWorker.size > 1 ? [differing(id, byWorker)] : []),
  ];
}

/** BBR of any version sends at a rate of its own making; reno and cubic are limited by their window alone. */
function paces(congestion: string | null): boolean {
  return congestion?.includes('bbr') ?? false;
}

function pacing(scenario: string, names: string): Warning {
  return {
    code: 'pacing-congestion-control',
    scenario,
    message:
      `A connection is under bbr, which sends at a pace of its own making: ${names}. These times are of that ` +
      'pace rather than of the copying, and strategies look more alike.',
    remedy:
      'Allow `cubic` (sysctl net.ipv4.tcp_allowed_congestion_control), or measure with --socket unix.',
  };
}

function differing(scenario: string, byWorker: ReadonlyMap<string, readonly string[]>): Warning {
  const groups = [...byWorker].map(([congestion, names]) => `${names.join(', ')}: ${congestion}`);
  return {
    code: 'congestion-differs',
    scenario,
    message: `Not all strategies are under the same congestion control. ${groups.join('; ')}.`,
    remedy:
      'Without losses, as on loopback, cubic and reno open the same window. For one and the same: ' +
      '`sysctl -w net.ipv4.tcp_congestion_control=cubic`.',
  };
}

function namesIn(strategies: readonly { name: string }[]): string {
  return strategies.map(({ name }) => name).join(', ');
}
