/** Enough is measured when intervals are narrow or time is spent; each reason on its own. */
import { describe, expect, test } from 'vitest';
import { knownSpeedups, type KnownSpeedup } from '../../../harness/measure/known-speedups.js';
import {
  openArms,
  stopReason,
  whyEnough,
  type StopQuestion,
} from '../../../harness/measure/stop-rule.js';
import type { Sample } from '../../../harness/measure/sample.js';
import { fakeSample } from '../../fakes/samples.js';

/** Samples of a reference and of an arm twice as fast, give or take `spread`. */
function samples(rounds: number, spread: number) {
  return Array.from({ length: rounds }, (_, i) => [
    fakeSample('reference', i + 1, 2000),
    fakeSample('arm', i + 1, 1000 * (1 + spread * Math.cos(i * 1.9))),
  ]).flat();
}

/** What these samples say of arms beside the reference. */
function knownIn(taken: readonly Sample[], names = ['arm'], reference = 'reference') {
  return knownSpeedups({ samples: taken, names, reference });
}

/** A question whose answer is to go on. */
function question(changes: Partial<StopQuestion> = {}): StopQuestion {
  return {
    known: knownIn(samples(8, 0.5)),
    rounds: 8,
    limits: { min: 6, max: 12 },
    precision: 0.03,
    remainingNs: 1e9,
    totalRemainingNs: 1e9,
    nextBlockNs: 1e6,
    ...changes,
  };
}

describe('stopReason', () => {
  test('goes on while an interval is wide and there is time', () => {
    expect(stopReason(question())).toBeUndefined();
  });

  test('stops at narrow intervals', () => {
    expect(stopReason(question({ known: knownIn(samples(8, 0.01)) }))).toBe('precise');
  });

  test('takes half the interval on the log scale for its width', () => {
    const wide = question({ known: knownIn(samples(8, 0.05)) });
    expect(stopReason({ ...wide, precision: 0.001 })).toBeUndefined();
    expect(stopReason({ ...wide, precision: 0.2 })).toBe('precise');
  });

  test('is not content with fewer than the fewest rounds, however narrow', () => {
    const early = { known: knownIn(samples(4, 0)), rounds: 4, precision: 1 };
    expect(stopReason(question(early))).toBeUndefined();
    expect(stopReason(question({ ...early, remainingNs: -1 }))).toBeUndefined();
  });

  test('stops at the last round before anything else', () => {
    expect(stopReason(question({ rounds: 12, totalRemainingNs: -1 }))).toBe('rounds');
    expect(stopReason(question({ rounds: 13 }))).toBe('rounds');
  });

  test.each<[string, Partial<StopQuestion>]>([
    ['its share', { remainingNs: 0.9e6 }],
    ['the whole budget', { totalRemainingNs: 0.9e6 }],
    ['the whole budget, at the first block', { totalRemainingNs: 0.9e6, rounds: 0 }],
  ])('stops when %s would not hold the next block', (_, changes) => {
    expect(stopReason(question(changes))).toBe('budget');
  });

  test('goes on when the next block just fits', () => {
    expect(stopReason(question({ remainingNs: 1e6, totalRemainingNs: 1e6 }))).toBeUndefined();
  });

  test('wants every arm to be precise', () => {
    const both = [
      ...samples(8, 0.001),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((round) =>
        fakeSample('slow', round, 5000 * (1 + (round % 3))),
      ),
    ];
    expect(stopReason(question({ known: knownIn(both) }))).toBe('precise');
    expect(stopReason(question({ known: knownIn(both, ['arm', 'slow']) }))).toBeUndefined();
  });

  test('calls nothing precise that has no reference, or no samples', () => {
    const taken = samples(8, 0.5);
    const alone = knownIn(taken, ['arm'], 'gone');
    expect(stopReason(question({ known: alone, precision: 1 }))).toBeUndefined();
    const absent = knownIn(taken, ['arm', 'absent']);
    expect(stopReason(question({ known: absent, precision: 1 }))).toBeUndefined();
  });

  test('has nothing to wait for when nothing is compared', () => {
    expect(stopReason(question({ known: [] }))).toBe('precise');
  });
});

/** Time before / time now, with this interval: below 1 is slower. */
function known(
  name: string,
  low: number | null,
  high: number | null,
  isRival = true,
): KnownSpeedup {
  return { name, speedup: { estimate: 1, low, high }, isRival };
}

describe('a race', () => {
  const race = { precision: 0.02, tolerated: 0.05 };

  test.each<[string, KnownSpeedup[], ReturnType<typeof whyEnough>]>([
    [
      'all precise, one of them slower',
      [known('a', 0.99, 1.01), known('b', 0.84, 0.85)],
      'precise',
    ],
    ['all certainly no slower', [known('a', 0.96, 1.05), known('b', 1.1, 1.2)], 'decided'],
    [
      'one precise and the other no slower',
      [known('a', 0.84, 0.85), known('b', 0.96, 1.05)],
      'decided',
    ],
    ['the edge of what is tolerated', [known('a', 1 / 1.05, 1.04)], 'decided'],
    ['one that may be slower', [known('a', 0.96, 1.05), known('b', 0.95, 1.04)], undefined],
    [
      'one that is faster, as far as so wide an interval can tell',
      [known('a', 1.1, 1.35)],
      undefined,
    ],
    ['one that is slower, and not precise', [known('a', 0.8, 0.9)], undefined],
    ['one without an interval', [known('a', null, null)], undefined],
    ['one that shares no round', [{ name: 'a', speedup: undefined, isRival: true }], undefined],
    ['a control that differs by nothing', [known('control', 0.96, 1.04, false)], 'decided'],
    ['a control that may be faster', [known('control', 0.96, 1.06, false)], undefined],
    ['a control that may be slower', [known('control', 0.95, 1.04, false)], undefined],
    ['nobody', [], 'precise'],
  ])('of %s', (_, arms, reason) => {
    expect(whyEnough(arms, 100, race)).toBe(reason);
  });

  test('is not decided where nothing is tolerated', () => {
    expect(whyEnough([known('a', 1.1, 1.2)], 100, { precision: 0.02 })).toBeUndefined();
  });

  test('stops when nobody is slower, and goes on for one that is', () => {
    const taken = samples(8, 0.06);
    const beside = (name: string, rival: string) =>
      knownSpeedups({
        samples: taken,
        names: [name],
        reference: 'none',
        rivals: new Map([[name, rival]]),
      });
    const faster = beside('arm', 'reference');
    expect(stopReason(question({ ...race, known: faster }))).toBe('decided');
    expect(openArms(faster, race)).toEqual([]);
    const slower = beside('reference', 'arm');
    expect(stopReason(question({ ...race, known: slower }))).toBeUndefined();
    expect(openArms(slower, race).map(({ name }) => name)).toEqual(['reference']);
  });

  describe('that may leave few open', () => {
    const leaving = { ...race, fewAfterRounds: 18 };
    const closed = ['a', 'b', 'c', 'd'].map((name) => known(name, 0.96, 1.05));
    const open = ['e', 'f', 'g'].map((name) => known(name, 0.9, 1.1));

    test('does so from those rounds on, and not before', () => {
      expect(whyEnough([...closed, ...open.slice(0, 2)], 18, leaving)).toBe('few-open');
      expect(whyEnough([...closed, ...open.slice(0, 2)], 16, leaving)).toBeUndefined();
      expect(whyEnough([...closed, ...open.slice(0, 2)], 100, race)).toBeUndefined();
    });

    test('goes on where they are many', () => {
      expect(whyEnough([...closed, ...open], 100, leaving)).toBeUndefined();
    });

    test('goes on for the control, from which no pass alone could be judged', () => {
      const control = known('control', 0.9, 1.1, false);
      expect(whyEnough([...closed, control], 100, leaving)).toBeUndefined();
    });

    test('says so only where any is open', () => {
      expect(whyEnough(closed, 100, leaving)).toBe('decided');
    });
  });
});
