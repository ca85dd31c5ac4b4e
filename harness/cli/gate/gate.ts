/** A gate from options to decision: the steps, in order. */
import { join } from 'node:path';
import { renderGateJson } from '../../../reports/gate/gate-json.js';
import { renderGateMarkdown } from '../../../reports/gate/gate-report.js';
import type { GateOptions } from '../../config/gate-options.js';
import { writeFileAtomically } from '../../core/atomic-file.js';
import { systemClock } from '../../core/clock.js';
import { packageRoot, packageVersion } from '../../core/package-root.js';
import { planScenarios, type ScenarioPlan } from '../../measure/plan.js';
import { decide, suspects, voidScenarios } from '../../results/gate/decide.js';
import { GATE_FORMAT_VERSION, type GateRecord } from '../../results/gate/gate-record.js';
import { ALPHA, type PassPair } from '../../results/gate/judge-pass.js';
import type { Work } from '../run/choose-work.js';
import type { Warning, WarningCode } from '../../results/warning.js';
import { outputDirectory } from '../run/places.js';
import { withPreparation, type Prepared } from '../run/prepare.js';
import { withStage, type Given, type Stage } from '../run/stage.js';
import { withOpponent } from './find-opponent.js';
import { commitOf } from './open-build.js';
import type { Opponent } from './opponent.js';
import { onlyArms } from './rival.js';
import { seedOf, takePass, type PassRoom, type TakenPass } from './take-pass.js';
import type { GateRules } from '../../results/gate/gate-rules.js';

export interface GateResult {
  gate: GateRecord;
  /** Where gate.json, gate.md and the passes lie. */
  directory: string;
  /** Exit status of the signal that cut it short, if one did. */
  interruptedBy: number | undefined;
}

/** Fewest rounds with which Holm's correction over some twenty cells can still call anything slower. */
const FEWEST_ROUNDS = 12;

/**
 * Measures, compares, measures again what looks slower, and decides.
 *
 * @throws HarnessError for what the user can mend, before anything is measured; nothing is left behind then
 */
export function gate(given: Given, options: GateOptions): Promise<GateResult> {
  return withStage(given, (stage) =>
    withOpponent(stage, options, (opponent) =>
      withPreparation(stage, async (prepared) => {
        const directory = outputDirectory(stage.options.out, stage.runId);
        const found = await compare({ stage, prepared, directory }, opponent);
        const record = await recordOf({ stage, prepared, directory }, opponent, found);
        await writeFileAtomically(join(directory, 'gate.json'), renderGateJson(record));
        await writeFileAtomically(join(directory, 'gate.md'), renderGateMarkdown(record));
        return { gate: record, directory, interruptedBy: stage.interrupt.status() };
      }),
    ),
  );
}

interface Found {
  passes: TakenPass[];
  first: PassPair;
  confirmation: PassPair | undefined;
  disturbances: ReadonlyMap<string, string>;
}

/** A first pass, and another with fresh workers for what looks slower; each once more for what is void in it. */
async function compare(room: PassRoom, opponent: Opponent): Promise<Found> {
  const { stage } = room;
  const passes: TakenPass[] = [];
  const rules = rulesOf(stage, opponent);
  const measure = async (choose: (plan: ScenarioPlan) => ScenarioPlan[]): Promise<TakenPass> => {
    const plans = (await plansOf(room, opponent, passes.length + 1)).flatMap(choose);
    const pass = await takePass(room, passes.length + 1, plans);
    passes.push(pass);
    return pass;
  };
  /** A pass, and what is void in it once more. */
  const settled = async (choose: (plan: ScenarioPlan) => ScenarioPlan[]): Promise<TakenPass> => {
    const taken = await measure(choose);
    const voids = voidScenarios(opponent.pair(taken.times), rules, disturbancesOf(taken));
    if (voids.size === 0 || stage.interrupt.signal.aborted) return taken;
    stage.progress.say(`Again, because the machine was not quiet: ${[...voids.keys()].join(', ')}`);
    return replaced(taken, await measure((plan) => (voids.has(plan.id) ? choose(plan) : [])));
  };
  const taken = await settled((plan) => [plan]);
  const first = opponent.pair(taken.times);
  const doubtful = suspects(first, rules);
  const found = { passes, first, disturbances: disturbancesOf(taken) };
  if (doubtful.size === 0 || stage.interrupt.signal.aborted) {
    return { ...found, confirmation: undefined };
  }
  stage.progress.say(`Again, to confirm: ${[...doubtful.values()].flat().join(', ')}`);
  const again = await settled((plan) => {
    const names = doubtful.get(plan.id);
    return names ? [onlyArms(plan, names)] : [];
  });
  return { ...found, confirmation: opponent.pair(again.times) };
}

/** The plans of a pass: those of the suite with a seed of its own, enough rounds, and the opponent's arms. */
function plansOf({ stage, prepared }: PassRoom, opponent: Opponent, pass: number) {
  const seed = seedOf(prepared, pass);
  const plans = planScenarios({ ...stage.work, routes: prepared.routes, seed });
  const enough = plans.map((plan) => ({
    ...plan,
    rounds: {
      min: Math.max(FEWEST_ROUNDS, plan.rounds.min),
      max: Math.max(FEWEST_ROUNDS, plan.rounds.max),
    },
  }));
  return opponent.join(enough, stage.workspace.copies);
}

function rulesOf({ options, work }: Stage, { measure, sameMachine }: Opponent): GateRules {
  return { measure, margin: options.margin, sameMachine, bound: ceilingOf(work) };
}

/** The bound of this run that moves every byte. */
function ceilingOf({ scenarios }: Work): string | null {
  const found = scenarios.flatMap(({ route, strategies }) =>
    strategies.filter((one) => one.class === 'bound' && (one.copiesPerByte[route] ?? 0) > 0),
  );
  return found[0]?.name ?? null;
}

/** What disturbed a pass disturbed every scenario in it. */
function disturbancesOf({ times, disturbance }: Pick<TakenPass, 'times' | 'disturbance'>) {
  if (disturbance === null) return new Map<string, string>();
  return new Map(times.map(({ id }) => [id, disturbance] as const));
}

function replaced(first: TakenPass, again: TakenPass): TakenPass {
  const times = first.times.map(
    (scenario) => again.times.find(({ id }) => id === scenario.id) ?? scenario,
  );
  return { ...first, times, disturbance: again.disturbance };
}

async function recordOf(
  { stage, prepared }: { stage: Stage; prepared: Prepared; directory: string },
  opponent: Opponent,
  { passes, ...found }: Found,
): Promise<GateRecord> {
  const { startedAt, work, options, command } = stage;
  const seeded = options.seed === undefined ? ` --seed ${prepared.seed}` : '';
  return {
    formatVersion: GATE_FORMAT_VERSION,
    tool: { name: 'copybench', version: packageVersion() },
    startedAt: startedAt.toISOString(),
    finishedAt: systemClock.now().toISOString(),
    mode: opponent.mode,
    before: opponent.side,
    now: {
      name: 'this build',
      version: packageVersion(),
      node: process.versions.node,
      commit: await commitOf(packageRoot()),
      measuredAt: startedAt.toISOString(),
    },
    suite: work.suite.name,
    command: `${command}${seeded}`,
    seed: prepared.seed,
    margin: options.margin,
    alpha: ALPHA,
    machine: prepared.machine,
    ...decide({ ...rulesOf(stage, opponent), ...found }),
    warnings: warningsOf(passes),
    passes: passes.map(({ directory }) => directory),
  };
}

/** Doubts of speedups within a pass, which a gate does not judge: it has a margin and a control of its own. */
const OF_SPEEDUPS: readonly WarningCode[] = ['budget-spent', 'bimodal', 'drift'];

/** The same doubt about the same thing is told once, whichever pass it arose in. */
function warningsOf(passes: readonly TakenPass[]): Warning[] {
  const found = new Map<string, Warning>();
  for (const warning of passes.flatMap(({ record }) => record.warnings)) {
    const { code, scenario = '', strategy = '' } = warning;
    const key = [code, scenario, strategy].join('\n');
    if (!OF_SPEEDUPS.includes(code) && !found.has(key)) found.set(key, warning);
  }
  return [...found.values()];
}
