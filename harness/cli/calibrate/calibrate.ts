/** Measures what gates are worth on this machine: many of them, with nothing changed and with known slowdowns. */
import { join } from 'node:path';
import { fixtureOf } from '../../../fixtures/catalog.js';
import { provideFixtures } from '../../../fixtures/provide.js';
import { writeFileAtomically } from '../../core/atomic-file.js';
import { systemClock } from '../../core/clock.js';
import { HarnessError } from '../../core/errors.js';
import { packageVersion } from '../../core/package-root.js';
import { planScenarios, type ScenarioPlan } from '../../measure/plan.js';
import type { Again } from '../../measure/copy-again.js';
import {
  CALIBRATION_FORMAT_VERSION,
  calibrationSchema,
  type Calibration,
  type LiveGate,
} from '../../results/gate/calibration.js';
import { decide, suspects } from '../../results/gate/decide.js';
import { candidates } from '../../results/gate/judge-pass.js';
import { joinPasses, type ScenarioTimes } from '../../results/pass-times.js';
import { onlyArms } from '../gate/rival.js';
import { seedOf, takePass, type PassRoom } from '../gate/take-pass.js';
import { workerCommand } from '../run/measure-scenarios.js';
import { outputDirectory } from '../run/places.js';
import { withPreparation } from '../run/prepare.js';
import { withStage, type Given } from '../run/stage.js';
import type { GateRules } from '../../results/gate/gate-rules.js';

export interface CalibrateOptions {
  /** Gates of each kind. */
  gates: number;
  /** Shares to inject, such as 0.1. */
  effects: readonly number[];
  baselinePasses: number;
}

export interface CalibrateResult {
  calibration: Calibration;
  /** Where calibration.json and the passes lie. */
  directory: string;
  interruptedBy: number | undefined;
}

/**
 * Captures a baseline and then measures gates, one of each kind in turn, so that a change of the machine touches
 * all kinds alike. What was measured until a signal comes is kept.
 */
export function calibrate(given: Given, options: CalibrateOptions): Promise<CalibrateResult> {
  return withStage(given, (stage) =>
    withPreparation(stage, async (prepared) => {
      const directory = outputDirectory(stage.options.out, stage.runId);
      const room = new CalibrationRoom({ stage, prepared, directory }, options);
      await room.provideShares();
      await room.measure();
      const { startedAt, work, command } = stage;
      const calibration: Calibration = {
        formatVersion: CALIBRATION_FORMAT_VERSION,
        tool: { name: 'copybench', version: packageVersion() },
        startedAt: startedAt.toISOString(),
        suite: work.suite.name,
        command,
        seed: prepared.seed,
        margin: stage.options.margin,
        machine: prepared.machine,
        baselinePasses: options.baselinePasses,
        gates: room.gates,
        passes: room.untouched,
      };
      const text = `${JSON.stringify(calibrationSchema.parse(calibration))}\n`;
      await writeFileAtomically(join(directory, 'calibration.json'), text);
      return { calibration, directory, interruptedBy: stage.interrupt.status() };
    }),
  );
}

/** A slowdown of one strategy. */
interface Slowdown {
  strategy: string;
  share: number;
}

class CalibrationRoom {
  readonly gates: LiveGate[] = [];
  /** Passes in which nothing was slowed down. */
  readonly untouched: ScenarioTimes[][] = [];
  readonly #room: PassRoom;
  readonly #options: CalibrateOptions;
  readonly #shares = new Map<number, Again>();
  #taken = 0;

  constructor(room: PassRoom, options: CalibrateOptions) {
    this.#room = room;
    this.#options = options;
    const { work } = room.stage;
    if (work.scenarios.every(({ route }) => route === 'file-to-file')) return;
    throw new HarnessError(
      'E_USAGE',
      'A calibration copies shares of files again, from file to file. Choose that with --route file-to-file.',
    );
  }

  /** Files that hold the shares of every fixture; they are fixtures themselves. */
  async provideShares(): Promise<void> {
    const { work, workspace } = this.#room.stage;
    const sizes = work.fixtures.flatMap(({ sizeBytes }) =>
      this.#options.effects.map((share) => shareOf(sizeBytes, share)),
    );
    const fixtures = [...new Set(sizes)].map(fixtureOf);
    const provided = await provideFixtures(workspace.directory, fixtures, work.largest.sizeBytes);
    for (const { fixture, path } of provided) {
      this.#shares.set(fixture.sizeBytes, { source: path, sizeBytes: fixture.sizeBytes });
    }
  }

  async measure(): Promise<void> {
    const { progress, interrupt } = this.#room.stage;
    const { baselinePasses, gates, effects } = this.#options;
    for (let pass = 0; pass < baselinePasses && !interrupt.signal.aborted; pass++) {
      progress.say(`Baseline, pass ${pass + 1} of ${baselinePasses}`);
      this.untouched.push(await this.#pass(null));
    }
    const before = joinPasses(this.untouched.slice(0, baselinePasses));
    const strategies = (before[0] ? candidates(before[0], 'ratio') : []).map(({ name }) => name);
    for (let index = 0; index < gates; index++) {
      for (const share of [0, ...effects]) {
        if (interrupt.signal.aborted) return;
        const strategy = strategies[index % strategies.length] ?? '';
        const slowdown = share === 0 ? null : { strategy, share };
        this.gates.push(await this.#gate(before, slowdown));
      }
      progress.say(`${index + 1} of ${gates} gates of each kind`);
    }
  }

  async #gate(before: readonly ScenarioTimes[], slowdown: Slowdown | null): Promise<LiveGate> {
    const beganNs = systemClock.monotonicNs();
    const { options } = this.#room.stage;
    const rules: GateRules = {
      measure: 'ratio',
      margin: options.margin,
      sameMachine: true,
      bound: null,
    };
    const now = await this.#pass(slowdown);
    if (!slowdown) this.untouched.push(now);
    const first = { before, now };
    const doubtful = suspects(first, rules);
    const again = doubtful.size === 0 ? undefined : await this.#pass(slowdown, doubtful);
    const confirmation = again && { before, now: again };
    const { cells, outcome } = decide({ ...rules, first, confirmation, disturbances: new Map() });
    const slowed = cells.filter(({ strategy }) => strategy === slowdown?.strategy);
    return {
      injected: slowdown?.share ?? 0,
      strategy: slowdown?.strategy ?? null,
      seen: slowed.flatMap((cell) => cell.first?.change.estimate ?? []),
      states: slowed.map(({ state }) => state),
      falseAlarms: cells
        .filter(({ state, strategy }) => state === 'regression' && strategy !== slowdown?.strategy)
        .map(({ strategy }) => strategy),
      outcome,
      passes: again ? 2 : 1,
      elapsedNs: systemClock.monotonicNs() - beganNs,
    };
  }

  async #pass(
    slowdown: Slowdown | null,
    only?: ReadonlyMap<string, readonly string[]>,
  ): Promise<ScenarioTimes[]> {
    const { stage, prepared } = this.#room;
    const number = ++this.#taken;
    const seed = seedOf(prepared, number);
    const plans = planScenarios({ ...stage.work, routes: prepared.routes, seed })
      .map((plan) => (slowdown ? this.#slowed(plan, slowdown) : plan))
      .flatMap((plan) => {
        const names = only ? only.get(plan.id) : [];
        if (!names) return [];
        return [only ? onlyArms(plan, names) : plan];
      });
    return (await takePass(this.#room, number, plans)).times;
  }

  #slowed(plan: ScenarioPlan, { strategy, share }: Slowdown): ScenarioPlan {
    const again = this.#shares.get(shareOf(plan.fixture.sizeBytes, share));
    if (!again) throw new Error(`No share of ${share} was made for ${plan.id}.`);
    const command = workerCommand(strategy, '--again', again.source, String(again.sizeBytes));
    const arms = plan.arms.map((arm) => (arm.name === strategy ? { ...arm, command } : arm));
    return { ...plan, arms };
  }
}

function shareOf(sizeBytes: number, share: number): number {
  return Math.max(1, Math.round(sizeBytes * share));
}
