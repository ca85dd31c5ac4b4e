/** What the CPUs of the whole machine did while a strategy copied, where its own process does not show it. */
import type { MeasuredRecord } from '../../harness/results/record.js';
import { type Text, text } from '../text.js';
import { cpuNsOf } from './cost.js';
import type { Subject } from './subject.js';
import { duration } from './words.js';

type MachineCpu = NonNullable<MeasuredRecord['machineCpu']>;

/** Others' work in this ratio to the reference's is what else the machine was at. */
const ALIKE = 1.5;
/** Share of a copy's time from which stolen time is worth a word. */
const STOLEN = 0.02;

/** A whole sentence; empty where nothing is known, and where it says no more than that of the reference. */
export function machineSentence({ strategy, beside, scenario }: Subject): Text {
  const { machineCpu, medianNs } = strategy;
  if (machineCpu === undefined) return [];
  const stolenNs = (machineCpu.stealMs ?? 0) * 1e6;
  const isStolen = stolenNs > STOLEN * medianNs;
  if (!isOwnAffair(strategy, beside?.strategy) && !isStolen) return [];
  const socket = scenario.socket === null ? '' : ', with the other end of the socket';
  const taken = isStolen ? `; the hypervisor gave ${duration(stolenNs)} to others` : '';
  return text`All CPUs of the machine work for ${duration(busyNs(machineCpu))} meanwhile${socket}: ${partsOf(machineCpu)}${taken}.`;
}

/** Of a process, a rest of the machine's time that is its own doing: not what the same machine does beside any copy. */
function isOwnAffair(strategy: MeasuredRecord, other: MeasuredRecord | undefined): boolean {
  const own = othersRate(strategy);
  if (own === null || own < 0.1) return false;
  const usual = other ? othersRate(other) : null;
  return usual === null || own > ALIKE * usual || usual > ALIKE * own;
}

/** CPU time that the process of the copy does not account for / time of the copy; null where unknown. */
function othersRate(strategy: MeasuredRecord): number | null {
  const { machineCpu, medianNs } = strategy;
  const ownNs = cpuNsOf(strategy);
  if (machineCpu === undefined || ownNs === null || medianNs === 0) return null;
  return Math.max(0, busyNs(machineCpu) - ownNs) / medianNs;
}

function busyNs({ userMs, systemMs, softirqMs }: MachineCpu): number {
  return (userMs + systemMs + softirqMs) * 1e6;
}

function partsOf(machineCpu: MachineCpu): string {
  const parts: readonly (readonly [string, number])[] = [
    ['in programs', machineCpu.userMs],
    ['in the kernel', machineCpu.systemMs],
    ['in soft interrupts', machineCpu.softirqMs],
  ];
  return parts
    .filter(([, ms]) => ms * 1e6 >= busyNs(machineCpu) / 100)
    .map(([where, ms]) => `${duration(ms * 1e6)} ${where}`)
    .join(', ');
}
