import { expect, test } from 'vitest';
import { standingOf } from '../../../../harness/cli/run/standing.js';
import { knownSpeedups } from '../../../../harness/measure/known-speedups.js';
import { fakeSample } from '../../../fakes/samples.js';
import { fakePlan } from '../../../fakes/strategies.js';

const plan = fakePlan(['base', 'fast', 'wild'], { rounds: { min: 6, max: 12 } });

/** `fast` takes half as long in every round, `wild` anything. */
function asked(rounds: number, reference = 'base', rivals?: ReadonlyMap<string, string>) {
  const samples = Array.from({ length: rounds }, (_, index) => [
    fakeSample('base', index + 1, 1000 + index),
    fakeSample('fast', index + 1, 500),
    fakeSample('wild', index + 1, 300 * (1 + (index % 4))),
  ]).flat();
  return {
    known: knownSpeedups({ samples, names: ['fast', 'wild'], reference, rivals }),
    rounds,
    limits: plan.rounds,
    precision: 0.03,
    remainingNs: 1e9,
    totalRemainingNs: 1e9,
    nextBlockNs: 1,
  };
}

test('speedups have their intervals as soon as there are any', () => {
  expect(standingOf(plan, asked(2), undefined)).toMatchObject({
    speedups: [expect.stringMatching(/^fast 2\.00x ±∞$/), expect.stringMatching(/^wild .+x ±∞$/)],
    decision: 'goes on: 2 of at least 6 rounds',
    stops: false,
  });
  expect(standingOf(plan, asked(8), undefined).speedups[0]).toMatch(
    /^fast 2\.01x \[2\.0\d, 2\.01\]$/,
  );
});

test('the one that is furthest from the target is named, and how many more there are', () => {
  expect(standingOf(plan, asked(8), undefined).decision).toMatch(
    /^goes on: wild is at ±\d+ %, target 3 %$/,
  );
  const both = { ...asked(8), precision: 1e-9 };
  expect(standingOf(plan, both, undefined).decision).toMatch(
    /^goes on: wild and 1 more are at up to ±\d+ %, target/,
  );
});

test('without a reference no speedup can be told', () => {
  expect(standingOf(plan, asked(8, 'gone'), undefined)).toMatchObject({
    speedups: [],
    decision: 'goes on: no speedup can be told yet',
  });
});

test.each([
  ['precise', 'stops: every interval within 3 %'],
  ['decided', 'stops: every interval within 3 %, or no slower by more than 5 %'],
  ['few-open', 'stops: what is still open is measured longer, alone'],
  ['budget', 'stops: its share of the time budget is spent'],
  ['rounds', 'stops: 8 rounds, the most for it'],
] as const)('it says why it stops: %s', (stopped, decision) => {
  const question = { ...asked(8), tolerated: 0.05 };
  expect(standingOf(plan, question, stopped)).toMatchObject({ decision, stops: true });
});

test('in a race only what may be slower holds it up', () => {
  const rivals = new Map([
    ['fast', 'base'],
    ['wild', 'base'],
  ]);
  const question = { ...asked(8, 'base', rivals), tolerated: 0.05, precision: 1e-9 };
  expect(standingOf(plan, question, undefined).decision).toMatch(
    /^goes on: wild is at ±\d+ %, target/,
  );
});
