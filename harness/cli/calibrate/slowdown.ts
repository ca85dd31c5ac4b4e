/** Slows chosen arms down by letting them copy a share of the file again; never by sleeping. */
import { fixtureOf } from '../../../fixtures/catalog.js';
import { provideFixtures } from '../../../fixtures/provide.js';
import type { Again } from '../../measure/copy-again.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import { workerCommand } from '../run/measure-scenarios.js';
import type { Stage } from '../run/stage.js';

/** Which share of its file an arm copies again, such as 0.1; undefined: it is left as it is. */
export type ShareOf = (plan: ScenarioPlan, strategy: string) => number | undefined;

/** The files that hold the shares; they are fixtures themselves. */
export class Shares {
  readonly #stage: Pick<Stage, 'work' | 'directories'>;
  readonly #files = new Map<number, Again>();

  constructor(stage: Pick<Stage, 'work' | 'directories'>) {
    this.#stage = stage;
  }

  /**
   * `plans` with the arms that `shareOf` names slowed down.
   *
   * @throws HarnessError `E_FIXTURE_SPACE` when the shares do not fit
   */
  async slowed(plans: readonly ScenarioPlan[], shareOf: ShareOf): Promise<ScenarioPlan[]> {
    const chosen = plans.flatMap((plan) =>
      plan.arms
        .flatMap(({ name }) => shareOf(plan, name) ?? [])
        .map((share) => bytesOf(plan, share)),
    );
    await this.#provide(chosen);
    return plans.map((plan) => ({
      ...plan,
      arms: plan.arms.map((arm) => {
        const share = shareOf(plan, arm.name);
        const again = share === undefined ? undefined : this.#files.get(bytesOf(plan, share));
        if (!again) return arm;
        const words = ['--again', again.source, String(again.sizeBytes)];
        return { ...arm, command: workerCommand(arm.strategy.name, ...words) };
      }),
    }));
  }

  async #provide(sizes: readonly number[]): Promise<void> {
    const { work, directories } = this.#stage;
    const { directory } = directories.first.workspace;
    const missing = [...new Set(sizes)].filter((size) => !this.#files.has(size));
    const room = work.largest.sizeBytes;
    const fixtures = missing.map(fixtureOf);
    for (const { fixture, path } of await provideFixtures(directory, fixtures, room)) {
      this.#files.set(fixture.sizeBytes, { source: path, sizeBytes: fixture.sizeBytes });
    }
  }
}

/** Files have at least a byte. */
function bytesOf({ fixture }: ScenarioPlan, share: number): number {
  return Math.max(1, Math.round(fixture.sizeBytes * share));
}
