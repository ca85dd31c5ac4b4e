/** Measures what gates are worth on this machine: many of them, with nothing changed and with known slowdowns. */
import { join } from 'node:path';
import { writeFileAtomically } from '../../core/atomic-file.js';
import { fitted } from '../../core/fitted.js';
import { packageVersion } from '../../core/package-root.js';
import {
  CALIBRATION_FORMAT_VERSION,
  calibrationSchema,
  type Calibration,
  type LiveGate,
} from '../../results/gate/calibration.js';
import type { GateRules } from '../../results/gate/gate-rules.js';
import { gateBytes } from '../gate/gate-space.js';
import { rulesOf } from '../gate/gate.js';
import type { Opponent } from '../gate/opponent.js';
import type { PassRoom } from '../gate/take-pass.js';
import { outputDirectory } from '../run/places.js';
import { withPreparation, type ResultsBytes } from '../run/prepare.js';
import { withStage, type Given } from '../run/stage.js';
import { CalibrationRoom } from './calibration-room.js';

export interface CalibrateOptions {
  /** Gates of each kind. */
  gates: number;
  /** Slowdowns to inject, such as 0.1. */
  effects: readonly number[];
  /** Both sides in the same rounds, as with --against, instead of a baseline. */
  paired: boolean;
  baselinePasses: number;
}

export interface CalibrateResult {
  calibration: Calibration;
  /** Where calibration.json and the passes lie. */
  directory: string;
  interruptedBy: number | undefined;
}

/**
 * Learns what a share of a file comes out as, and then measures gates, one of each kind in turn, so that a change of
 * the machine touches all kinds alike. What was measured until a signal comes is kept.
 */
export function calibrate(given: Given, options: CalibrateOptions): Promise<CalibrateResult> {
  // Of one gate: the passes that all of them are going to need are not known, and far fewer than they may need.
  const resultsBytes: ResultsBytes = (plans) => gateBytes(plans, options.paired);
  return withStage(given, (stage) =>
    withPreparation(stage, resultsBytes, async (prepared) => {
      const directory = outputDirectory(stage.options.out, stage.runId);
      const passRoom = { stage, prepared, directory };
      const measure = options.paired ? 'paired' : 'ratio';
      const rules = rulesOf(stage, { measure, sameMachine: true });
      const measured = await measureGates(passRoom, rules, options);
      const { startedAt, work, command } = stage;
      const calibration: Calibration = {
        formatVersion: CALIBRATION_FORMAT_VERSION,
        tool: { name: 'copybench', version: packageVersion() },
        startedAt: startedAt.toISOString(),
        mode: options.paired ? 'paired' : 'baseline',
        suite: work.suite.name,
        command,
        seed: prepared.seed,
        margin: stage.options.margin,
        precision: stage.options.precision,
        machine: prepared.machine,
        bound: rules.bound,
        baselinePasses: options.paired ? 0 : options.baselinePasses,
        ...measured,
      };
      const text = `${JSON.stringify(fitted(calibrationSchema, calibration))}\n`;
      await writeFileAtomically(join(directory, 'calibration.json'), text);
      return { calibration, directory, interruptedBy: stage.interrupt.status() };
    }),
  );
}

async function measureGates(
  passRoom: PassRoom,
  rules: GateRules,
  { gates: wanted, effects, paired, baselinePasses }: CalibrateOptions,
): Promise<Pick<Calibration, 'gates' | 'passes' | 'shareLines'>> {
  const { progress, interrupt } = passRoom.stage;
  const room = new CalibrationRoom(passRoom, rules);
  const opponent: Pick<Opponent, 'join' | 'pair'> = paired
    ? await room.itself(baselinePasses)
    : await room.baseline(baselinePasses);
  await room.tryShares(opponent);
  const gates: LiveGate[] = [];
  for (let index = 0; index < wanted; index++) {
    for (const injected of [0, ...effects]) {
      if (interrupt.signal.aborted) break;
      const strategy = room.strategies[index % room.strategies.length] ?? '';
      gates.push(await room.gate(opponent, injected === 0 ? null : { strategy, injected }));
    }
    if (interrupt.signal.aborted) break;
    progress.say(`${index + 1} of ${wanted} gates of each kind`);
  }
  return { gates, passes: room.untouched, shareLines: room.shareLines };
}
