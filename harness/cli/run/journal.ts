/** The record of a run while it grows: written after every scenario; what happens in between is noted as it comes. */
import { systemClock } from '../../core/clock.js';
import type { Failure, Place } from '../../measure/observer.js';
import type { Arm, ScenarioPlan } from '../../measure/plan.js';
import { isWarmUp, type Sample } from '../../measure/sample.js';
import type { RunRecord, ScenarioRecord, TimeAccount } from '../../results/record.js';
import type { Continued } from '../../results/earlier-run.js';
import type { Heading } from '../../results/run-plan.js';
import type { RunStore } from '../../results/store.js';
import type { Seam } from '../../results/seam.js';
import { discardedWarning, resumedWarning, type Warning } from '../../results/warning.js';

const NO_TIME: TimeAccount = {
  preparedNs: 0,
  measuredNs: 0,
  warmUpNs: 0,
  startedNs: 0,
  settledNs: 0,
  checkedNs: 0,
  deletedNs: 0,
  explainedNs: 0,
  totalNs: 0,
};

export class Journal {
  readonly #heading: Heading;
  readonly #store: RunStore;
  readonly #beganNs: number;
  readonly #scenarios: ScenarioRecord[];
  readonly #doubts: Warning[] = [];
  readonly #warnings = new Map<string, Warning>();
  readonly #seams: Seam[];
  readonly #time: TimeAccount;

  /**
   * @param beganNs monotonic time at which copying was begun or resumed, nanoseconds
   * @param continued what sessions before it left
   */
  constructor(heading: Heading, store: RunStore, beganNs: number, continued?: Continued) {
    this.#heading = heading;
    this.#store = store;
    this.#beganNs = beganNs;
    this.#scenarios = [...(continued?.scenarios ?? [])];
    this.#seams = [...(continued?.seams ?? [])];
    this.#time = { ...(continued?.time ?? NO_TIME) };
    for (const warning of continued?.warnings ?? []) this.warn(warning);
  }

  /** Whether a scenario has been measured to its end. */
  hasConcluded({ id }: ScenarioPlan): boolean {
    return this.#scenarios.some((scenario) => scenario.id === id);
  }

  /** Everything up to now was preparation. */
  preparationEnds(): void {
    this.#time.preparedNs += systemClock.monotonicNs() - this.#beganNs;
  }

  /** Stores a sample before the next copy begins. */
  async add(sample: Sample): Promise<void> {
    const { elapsedNs, settleNs, checkNs, deleteNs } = sample;
    this.#time[isWarmUp(sample) ? 'warmUpNs' : 'measuredNs'] += elapsedNs;
    this.#time.settledNs += settleNs;
    this.#time.checkedNs += checkNs;
    this.#time.deletedNs += deleteNs;
    await this.#store.append(sample);
  }

  /** Resolves when all that was told until now is on the disk. */
  async flush(): Promise<void> {
    for (const warning of this.#doubts.splice(0))
      await this.#store.note({ type: 'doubt', warning });
    await this.#store.flush();
  }

  /** Notes a failure at once: a resumed run must not try again what cost this strategy its place. */
  async failed({ id: scenario }: ScenarioPlan, { arm, round, reason }: Failure): Promise<void> {
    await this.#store.note({ type: 'failed', scenario, strategy: arm.name, round, reason });
  }

  /** Notes a copy that does not count; the report tells of it unless the run ended there. */
  async discarded(
    { id: scenario }: ScenarioPlan,
    { name: strategy }: Arm,
    { round }: Place,
    reason: string,
  ): Promise<void> {
    const at = systemClock.now().toISOString();
    const discarded = { scenario, strategy, round, reason };
    for (const warning of discardedWarning(discarded)) this.warn(warning);
    await this.#store.note({ type: 'discarded', ...discarded, at });
  }

  /** Tells of a doubt that arose while samples were taken; it is noted with its round. */
  doubt(warning: Warning): void {
    if (this.warn(warning)) this.#doubts.push(warning);
  }

  /** Notes where the run goes on. */
  async resumed(seam: Seam): Promise<void> {
    this.#seams.push(seam);
    this.warn(resumedWarning(seam));
    await this.#store.note({ type: 'resumed', seam });
  }

  /** The same doubt about the same thing is told once; whether this was the first time. */
  warn(warning: Warning): boolean {
    const { code, strategy = '', message } = warning;
    // A doubt about the run as a whole is about what it says.
    const key = [code, warning.scenario ?? message, strategy].join('\n');
    if (this.#warnings.has(key)) return false;
    this.#warnings.set(key, warning);
    return true;
  }

  /**
   * Adds a finished scenario and writes the record, still marked as not finished.
   *
   * @param spent what starting its workers took, and asking them after the last round, nanoseconds
   */
  async conclude(
    scenario: ScenarioRecord,
    spent: Pick<TimeAccount, 'startedNs' | 'explainedNs'>,
  ): Promise<void> {
    this.#time.startedNs += spent.startedNs;
    this.#time.explainedNs += spent.explainedNs;
    this.#scenarios.push(scenario);
    await this.#store.write(this.#record(true));
  }

  /** Writes the final record. */
  async finish(interrupted: boolean): Promise<RunRecord> {
    const record = this.#record(interrupted);
    await this.#store.write(record);
    return record;
  }

  #record(interrupted: boolean): RunRecord {
    return {
      ...this.#heading,
      finishedAt: systemClock.now().toISOString(),
      interrupted,
      time: this.#account(),
      warnings: [...this.#warnings.values()],
      ...(this.#seams.length > 0 && { seams: [...this.#seams] }),
      scenarios: [...this.#scenarios],
    };
  }

  #account(): TimeAccount {
    const sessionNs = systemClock.monotonicNs() - this.#beganNs;
    return { ...this.#time, totalNs: this.#time.totalNs + sessionNs };
  }
}
