/**
 * The passes of a gate, one after the other, whatever makes them: copies of today, or passes recorded earlier.
 *
 * Everything is measured once. What that left open is measured longer, alone, until it is decided; what is slower
 * then has to be slower again with workers of its own. A pass in which the machine was not quiet is made once more.
 */
import type { Enough } from '../../measure/plan.js';
import type { GateRules } from './gate-rules.js';
import { judgePass, type JudgedCell, type PassPair } from './judge-pass.js';
import { whyVoid } from './noise.js';

/** Fewest rounds with which Holm's correction over some twenty cells can still call anything slower. */
export const FEWEST_ROUNDS = 12;

/**
 * So many times the rounds of a first pass may a later one take. It measures one or two strategies instead of
 * eight, so that it costs no more, and a standard error shrinks to 0.41 of what it was.
 */
export const LATER_ROUNDS = 6;

/**
 * A later pass goes on until its intervals are half as wide as a first pass's need to be: what is left is near the
 * edge of the margin. Replayed with this, 98 % of slowdowns of twice the margin are found, and 90 % without.
 */
export const LATER_PRECISION = 0.5;

/**
 * So many times the fewest rounds a first pass of a race takes before it leaves few strategies open. One or two wide
 * intervals would hold all the others up, and what needs only some more rounds has had them.
 */
const ROUNDS_BEFORE_FEW = 1.5;

export type Purpose = 'first' | 'sharper' | 'confirmation';

/** Strategies by scenario id. */
export type Chosen = ReadonlyMap<string, readonly string[]>;

/** What a pass shall measure. */
export interface PassRequest {
  purpose: Purpose;
  /** The same was measured before, and the machine was not quiet. */
  isRepeated: boolean;
  /** Only these strategies and bounds, beside the reference and its control; null: everything. */
  only: Chosen | null;
  /** How many times the usual rounds it may take. */
  roundsFactor: number;
}

/** What a pass brought. */
export interface TakenTimes {
  pair: PassPair;
  /** What happened to the machine meanwhile, or null. */
  disturbance: string | null;
}

/** A pass with what it says. */
export interface HeardPass {
  pair: PassPair;
  cells: readonly JudgedCell[];
  /** Scenarios that cannot be judged, by id, with the reason. */
  voids: ReadonlyMap<string, string>;
}

/** All that a gate decides from. */
export interface Evidence {
  first: HeardPass;
  /** Undefined where the first pass left nothing open, or the gate was cut short. */
  sharper: HeardPass | undefined;
  /** Undefined where nothing was slower, or the gate was cut short. */
  confirmation: HeardPass | undefined;
}

/**
 * Asks for one pass after the other until everything is known that a decision needs.
 *
 * @param take makes a pass
 * @param isOver whether the gate was interrupted; then what there is has to do
 */
export async function takeEvidence(
  rules: GateRules,
  take: (request: PassRequest) => Promise<TakenTimes>,
  isOver: () => boolean = () => false,
): Promise<Evidence> {
  const settled = async (purpose: Purpose, only: Chosen | null): Promise<HeardPass> => {
    const request = { purpose, only, roundsFactor: purpose === 'first' ? 1 : LATER_ROUNDS };
    const heard = hearPass(await take({ ...request, isRepeated: false }), rules);
    if (heard.voids.size === 0 || isOver()) return heard;
    const again = new Map(
      [...heard.voids.keys()].map((id) => [id, only?.get(id) ?? namesIn(heard, id)]),
    );
    return replaced(heard, await take({ ...request, isRepeated: true, only: again }), rules);
  };
  const later = async (purpose: Purpose, cells: readonly JudgedCell[]) =>
    cells.length === 0 || isOver() ? undefined : settled(purpose, chosen(cells, rules));

  const first = await settled('first', null);
  const open = judged(first).filter(isOpen);
  const sharper = await later('sharper', open);
  const slower = standingCells({ first, sharper }).filter(
    ({ scenario, change }) => change.verdict === 'slower' && !first.voids.has(scenario),
  );
  return { first, sharper, confirmation: await later('confirmation', slower) };
}

/** What else than precision ends a pass of a race. */
export function enoughForPass(
  purpose: Purpose,
  fewestRounds: number,
  { margin }: Pick<GateRules, 'margin'>,
): Omit<Enough, 'precision'> {
  if (purpose !== 'first') return { tolerated: margin };
  return { tolerated: margin, fewAfterRounds: fewestRounds * ROUNDS_BEFORE_FEW };
}

/** What a pass says. */
export function hearPass({ pair, disturbance }: TakenTimes, rules: GateRules): HeardPass {
  return { pair, cells: judgePass(pair, rules), voids: voidsOf(pair, rules, disturbance) };
}

/** The latest word on each cell before its confirmation: the longer measurement, where there is one to rely on. */
export function standingCells({
  first,
  sharper,
}: Pick<Evidence, 'first' | 'sharper'>): JudgedCell[] {
  const again = sharper ? judged(sharper) : [];
  return first.cells.map((cell) => again.find((other) => isSameCell(cell, other)) ?? cell);
}

/** The cells of a pass that can be judged. */
export function judged({ cells, voids }: HeardPass): JudgedCell[] {
  return cells.filter(({ scenario }) => !voids.has(scenario));
}

export function isSameCell(
  a: Pick<JudgedCell, 'scenario' | 'strategy'>,
  b: Pick<JudgedCell, 'scenario' | 'strategy'>,
): boolean {
  return a.scenario === b.scenario && a.strategy === b.strategy;
}

/** It may be slower beyond the margin or not, and more rounds may tell. */
function isOpen({ change: { verdict }, mayBeSlower }: JudgedCell): boolean {
  return verdict === 'unclear' && mayBeSlower;
}

function voidsOf(
  { now }: PassPair,
  { margin }: GateRules,
  disturbance: string | null,
): Map<string, string> {
  return new Map(
    now.flatMap((scenario) => {
      const why = disturbance ?? whyVoid(scenario, margin);
      return why === null ? [] : [[scenario.id, why] as const];
    }),
  );
}

/** `heard` with the scenarios that were measured again in the place of those that were void. */
function replaced(heard: HeardPass, taken: TakenTimes, rules: GateRules): HeardPass {
  const ids = new Set(taken.pair.now.map(({ id }) => id));
  const other = <T extends { id: string }>(old: readonly T[], fresh: readonly T[]): T[] =>
    old.map((scenario) =>
      ids.has(scenario.id) ? (fresh.find(({ id }) => id === scenario.id) ?? scenario) : scenario,
    );
  const pair = {
    before: other(heard.pair.before, taken.pair.before),
    now: other(heard.pair.now, taken.pair.now),
  };
  const kept = [...heard.voids].filter(([id]) => !ids.has(id));
  const voids = new Map([...kept, ...voidsOf(taken.pair, rules, taken.disturbance)]);
  return { pair, cells: judgePass(pair, rules), voids };
}

function namesIn({ pair }: HeardPass, id: string): string[] {
  const scenarios = [...pair.before, ...pair.now].filter((scenario) => scenario.id === id);
  return [...new Set(scenarios.flatMap(({ arms }) => arms.map(({ name }) => name)))];
}

/** Their strategies, and the bound where it has a say in the verdict. */
function chosen(
  cells: readonly JudgedCell[],
  { measure, bound }: GateRules,
): Map<string, string[]> {
  const besides = measure === 'ratio' && bound !== null ? [bound] : [];
  const found = new Map<string, string[]>();
  for (const { scenario, strategy } of cells)
    found.set(scenario, [strategy, ...(found.get(scenario) ?? besides)]);
  return found;
}
