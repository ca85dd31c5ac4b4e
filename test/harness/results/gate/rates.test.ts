import { describe, expect, it } from 'vitest';
import type { LiveGate } from '../../../../harness/results/gate/calibration.js';
import { liveRates, noiseBySize, simulatedRates } from '../../../../harness/results/gate/rates.js';
import { createRandom } from '../../../../harness/statistics/random.js';
import { fakeTimes } from '../../../fakes/scenario-times.js';

const PRECISION = 0.05 / 3;
const RULES = {
  measure: 'ratio',
  margin: 0.05,
  sameMachine: true,
  bound: null,
} as const;
const passes = Array.from({ length: 12 }, (_, index) => [
  // Machines are not equally fast from pass to pass, which times show and ratios do not.
  fakeTimes(`pass ${index}`, { sigma: 0.03, machine: 1 + (index % 3) / 5 }),
]);

function live(changes: Partial<LiveGate>): LiveGate {
  return {
    injected: 0,
    strategy: null,
    seen: [],
    states: [],
    falseAlarms: [],
    outcome: 'pass',
    passes: 1,
    elapsedNs: 4e9,
    ...changes,
  };
}

describe('the rates of live gates', () => {
  it('count alarms, detections and what was not decided, by kind', () => {
    const slowed = { injected: 0.1, strategy: 'splice', seen: [1.11] };
    const [none, ten] = liveRates([
      live({}),
      live({ ...slowed, states: ['regression'], outcome: 'regression' }),
      live({ falseAlarms: ['cp'], outcome: 'regression' }),
      live({ ...slowed, states: ['pass'], outcome: 'void', seen: [1.09] }),
    ]);
    expect(none).toMatchObject({ injected: 0, gates: 2, detections: null, seen: null });
    expect(none?.falseAlarms.estimate).toBe(0.5);
    expect(ten).toMatchObject({ injected: 0.1, gates: 2, seen: 1.1, elapsedNs: 4e9 });
    expect([ten?.detections?.estimate, ten?.undecided.estimate]).toEqual([0.5, 0.5]);
  });
});

describe('simulated gates', async () => {
  const rates = await simulatedRates(
    { passes, baselinePasses: 3 },
    {
      gates: 200,
      rounds: undefined,
      effects: [0.2],
      rules: RULES,
      precision: PRECISION,
      random: createRandom(1),
    },
  );
  const rule = (name: string) => rates.find((one) => one.rule.startsWith(name));

  it('find a slowdown of 20 % and raise no false alarm, at 3 % of noise', () => {
    const ours = rule('copybench gate');
    expect(ours?.kinds[0]?.falseAlarms.estimate).toBeLessThanOrEqual(0.01);
    expect(ours?.kinds[1]?.detections?.estimate).toBeGreaterThan(0.95);
  });

  it('judge the same times by other rules, which mind what the whole machine does', () => {
    expect(rule('mean over 200 %')?.kinds[1]?.detections?.estimate).toBe(0);
    expect(rule('mean over 110 %')?.kinds[0]?.falseAlarms.estimate).toBeGreaterThan(0.2);
    expect(rule('Mann-Whitney')?.kinds[0]?.falseAlarms.estimate).toBeGreaterThan(0.2);
  });

  it('come out the same from the same seed', async () => {
    const setting = { gates: 20, rounds: 30, effects: [0.1], rules: RULES, precision: PRECISION };
    const again = () =>
      simulatedRates({ passes, baselinePasses: 3 }, { ...setting, random: createRandom(7) });
    expect(await again()).toEqual(await again());
  });

  it('replay both sides of rounds in which two builds copied', async () => {
    const raced = passes.map(([scenario]) => {
      const rivals = fakeTimes(`rival of ${JSON.stringify(scenario?.arms[0]?.passes)}`, {
        sigma: 0.03,
      })
        .arms.filter(({ name }) => name !== 'control')
        .map((arm) => ({ ...arm, name: `${arm.name}@before` }));
      return scenario ? [{ ...scenario, arms: [...scenario.arms, ...rivals] }] : [];
    });
    const rules = { ...RULES, measure: 'paired' } as const;
    const [ours] = await simulatedRates(
      { passes: raced.filter((_, index) => index % 3 === 0), baselinePasses: 0 },
      {
        gates: 60,
        rounds: undefined,
        effects: [0.2],
        rules,
        precision: PRECISION,
        random: createRandom(3),
      },
    );
    expect(ours?.kinds[0]?.falseAlarms.estimate).toBe(0);
    expect(ours?.kinds[1]?.detections?.estimate).toBeGreaterThan(0.95);
  });
});

describe('the noise by size', () => {
  it('is the deviation of the control, and what so many rounds can see of it', () => {
    const [noise] = noiseBySize({ passes, margin: 0.05 });
    expect(noise?.rounds).toBe(20);
    // Two arms with 3 % each.
    expect(noise?.sigma).toBeCloseTo(0.03 * Math.SQRT2, 2);
    expect(noise?.mde).toBeGreaterThan(0);
    // (2.80 x 0.042 / ln 1.05)^2
    expect(noise?.roundsForMargin).toBeGreaterThan(4);
    expect(noise?.roundsForMargin).toBeLessThan(8);
  });
});
