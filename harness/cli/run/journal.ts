/** The record of a run while it grows: written after every scenario, so that a crash loses one at most. */
import { systemClock } from '../../core/clock.js';
import { isWarmUp, type Sample } from '../../measure/sample.js';
import type { RunRecord, ScenarioRecord, TimeAccount } from '../../results/record.js';
import type { RunStore } from '../../results/store.js';
import type { Warning } from '../../results/warning.js';

/** What is known before the first copy. */
export type Heading = Omit<
  RunRecord,
  'finishedAt' | 'interrupted' | 'time' | 'warnings' | 'scenarios'
>;

export class Journal {
  readonly #heading: Heading;
  readonly #store: RunStore;
  readonly #beganNs: number;
  readonly #scenarios: ScenarioRecord[] = [];
  readonly #warnings = new Map<string, Warning>();
  readonly #time = {
    measuredNs: 0,
    warmUpNs: 0,
    startedNs: 0,
    settledNs: 0,
    checkedNs: 0,
    deletedNs: 0,
  };
  #preparedNs = 0;

  /** @param beganNs monotonic time at which the run began, nanoseconds */
  constructor(heading: Heading, store: RunStore, beganNs: number) {
    this.#heading = heading;
    this.#store = store;
    this.#beganNs = beganNs;
  }

  /** Everything up to now was preparation. */
  preparationEnds(): void {
    this.#preparedNs = systemClock.monotonicNs() - this.#beganNs;
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

  /** The same doubt about the same thing is told once. */
  warn(warning: Warning): void {
    const { code, strategy = '', message } = warning;
    // A doubt about the run as a whole is about what it says.
    const key = [code, warning.scenario ?? message, strategy].join('\n');
    if (!this.#warnings.has(key)) this.#warnings.set(key, warning);
  }

  /**
   * Adds a finished scenario and writes the record, still marked as not finished.
   *
   * @param startedNs what starting its workers took, nanoseconds
   */
  async conclude(scenario: ScenarioRecord, startedNs: number): Promise<void> {
    this.#time.startedNs += startedNs;
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
      scenarios: [...this.#scenarios],
    };
  }

  #account(): TimeAccount {
    return {
      preparedNs: this.#preparedNs,
      ...this.#time,
      totalNs: systemClock.monotonicNs() - this.#beganNs,
    };
  }
}
