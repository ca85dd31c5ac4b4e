/** What a scenario needs of its route and tells its observer: samples, failures, and what did not count. */
import type { Arm, ScenarioPlan } from './plan.js';
import type { Sample } from './sample.js';
import type { StopQuestion, StopReason } from './stop-rule.js';
import type { Worker } from './worker-process.js';

/** Why a copy does not count when the run ends with it. */
export const INTERRUPTED = 'interrupted';

/** Where a copy stands in the run. */
export interface Place {
  round: number;
  position: number;
}

/** A route: makes, checks and clears away one copy. Rejects when the copy failed or its result is wrong. */
export type TakeSample = (arm: Arm, worker: Worker, place: Place) => Promise<Sample>;

export interface Failure {
  arm: Arm;
  round: number;
  reason: string;
}

/** Told of everything as it happens. A sample is stored before the next copy begins. */
export interface Observer {
  roundBegins(scenario: ScenarioPlan, round: number): void;
  copyBegins(scenario: ScenarioPlan, arm: Arm, place: Place): void;
  sampled(scenario: ScenarioPlan, sample: Sample): Promise<void>;
  /** A copy was made and does not count, for this reason; it is made again, unless the run ends here. */
  discarded(scenario: ScenarioPlan, arm: Arm, place: Place, reason: string): Promise<void>;
  failed(scenario: ScenarioPlan, failure: Failure): Promise<void>;
  /** Resolves when all of the round is on disk: the next one begins only then. */
  roundEnds(scenario: ScenarioPlan, round: number): Promise<void>;
  /** After every block, between copies: how it stands, and why it stops, or undefined when it goes on. */
  blockEnds(scenario: ScenarioPlan, standing: StopQuestion, stopped: StopReason | undefined): void;
}

/** Tells whether something outside of a copy came between its beginning and its end. */
export interface DisturbanceWatch {
  /** Begins to look; the result tells what happened since, or undefined when nothing did. */
  begin(): () => string | undefined;
}
