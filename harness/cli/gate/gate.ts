/** A gate from options to decision: the steps, in order. */
import { join } from 'node:path';
import { renderGateJson } from '../../../reports/gate/gate-json.js';
import { renderGateMarkdown } from '../../../reports/gate/gate-report.js';
import type { GateOptions } from '../../config/gate-options.js';
import { writeFileAtomically } from '../../core/atomic-file.js';
import { systemClock } from '../../core/clock.js';
import { packageRoot, packageVersion } from '../../core/package-root.js';
import { decide } from '../../results/gate/decide.js';
import { GATE_FORMAT_VERSION, type GateRecord } from '../../results/gate/gate-record.js';
import { ALPHA } from '../../results/gate/judge-pass.js';
import type { Work } from '../run/choose-work.js';
import type { Warning, WarningCode } from '../../results/warning.js';
import { outputDirectory } from '../run/places.js';
import { withPreparation, type ResultsBytes } from '../run/prepare.js';
import { withStage, type Given, type Stage } from '../run/stage.js';
import { withOpponent } from './find-opponent.js';
import { gateBytes } from './gate-space.js';
import { commitOf } from './open-build.js';
import type { Opponent } from './opponent.js';
import { measureGate, type MeasuredGate } from './measure-gate.js';
import type { PassRoom, TakenPass } from './take-pass.js';
import type { GateRules } from '../../results/gate/gate-rules.js';

export interface GateResult {
  gate: GateRecord;
  /** Where gate.json, gate.md and the passes lie. */
  directory: string;
  /** Exit status of the signal that cut it short, if one did. */
  interruptedBy: number | undefined;
}

/**
 * Measures, compares, measures again what looks slower, and decides.
 *
 * @throws HarnessError for what the user can mend, before anything is measured; nothing is left behind then
 */
export function gate(given: Given, options: GateOptions): Promise<GateResult> {
  return withStage(given, (stage) =>
    withOpponent(stage, options, (opponent) =>
      withPreparation(stage, bytesAgainst(opponent), async (prepared) => {
        const directory = outputDirectory(stage.options.out, stage.runId);
        const room = { stage, prepared, directory };
        let passes = 0;
        const measured = await measureGate(room, opponent, {
          rules: rulesOf(stage, opponent),
          nextPass: () => (passes += 1),
        });
        const record = await recordOf(room, opponent, measured);
        await writeFileAtomically(join(directory, 'gate.json'), renderGateJson(record));
        await writeFileAtomically(join(directory, 'gate.md'), renderGateMarkdown(record));
        return { gate: record, directory, interruptedBy: stage.interrupt.status() };
      }),
    ),
  );
}

/** What the passes of a gate against `opponent` take on a disk. */
function bytesAgainst({ measure }: Opponent): ResultsBytes {
  return (plans) => gateBytes(plans, measure === 'paired');
}

/** How `opponent` is compared with, under these options. */
export function rulesOf(
  { options, work }: Pick<Stage, 'options' | 'work'>,
  { measure, sameMachine }: Pick<Opponent, 'measure' | 'sameMachine'>,
): GateRules {
  return { measure, margin: options.margin, sameMachine, bound: ceilingOf(work) };
}

/** The bound of this run that moves every byte. */
function ceilingOf({ scenarios }: Work): string | null {
  const found = scenarios.flatMap(({ route, strategies }) =>
    strategies.filter((one) => one.class === 'bound' && (one.copiesPerByte[route] ?? 0) > 0),
  );
  return found[0]?.name ?? null;
}

async function recordOf(
  { stage, prepared }: PassRoom,
  opponent: Opponent,
  { passes, evidence }: MeasuredGate,
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
    ...decide(rulesOf(stage, opponent), evidence),
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
