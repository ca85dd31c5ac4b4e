/** Strategies for tests: they describe themselves, and copy as they are told to. */
import type { Fixture } from '../../fixtures/catalog.js';
import { CONTROL } from '../../harness/measure/sample.js';
import { type Arm, type ScenarioPlan, USUAL } from '../../harness/measure/plan.js';
import { defineStrategy, type Strategy } from '../../strategies/strategy.js';

/** A strategy of class `copy` that must never be asked to copy, unless `changes` say how. */
export function fakeStrategy(name: string, changes: Partial<Strategy> = {}): Strategy {
  return defineStrategy({
    name,
    label: name,
    summary: `Copies as ${name} does.`,
    class: 'copy',
    routes: ['file-to-file'],
    copiesPerByte: 1,
    runtime: 'javascript',
    copy: () => {
      throw new Error(`${name} was asked to copy`);
    },
    ...changes,
  });
}

export function fakeFixture(sizeBytes = 1000): Fixture {
  return { name: `${sizeBytes}B`, sizeBytes, seed: 1 };
}

/** A scenario of copies called `names`, the first one being the reference, with its control. */
export function fakePlan(
  names: readonly string[],
  changes: Partial<ScenarioPlan> = {},
): ScenarioPlan {
  const arms: Arm[] = names.map((name) => ({ name, strategy: fakeStrategy(name) }));
  const [reference] = arms;
  if (reference) arms.push({ name: CONTROL, strategy: reference.strategy });
  return {
    id: 'file-to-file/1000B/warm/buffered/new',
    route: 'file-to-file',
    conditions: USUAL,
    socket: null,
    fixture: fakeFixture(),
    reference: reference?.name ?? '',
    comparisons: [],
    arms,
    unsupported: [],
    versions: new Map(),
    seed: 42,
    rounds: { min: 6, max: 12 },
    ...changes,
  };
}
