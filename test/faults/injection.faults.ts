/** Every error at every system call of every native copier: at its first, a middle and its last time. */
import { afterAll, describe, expect, test } from 'vitest';
import { placesOf } from './calls.js';
import { ERRORS, faultsFor, inject } from './injection.js';
import { SUBJECTS, subjectFor } from './subjects.js';
import { Tally } from './tally.js';

const HALF_HOUR_MS = 30 * 60_000;

const byCopier = new Tally('Faults at system calls, by copier and route');
const byFault = new Tally('Faults at system calls, by fault');

describe('a system call that fails', () => {
  afterAll(() => {
    byCopier.publish('injected-by-copier.md');
    byFault.publish('injected-by-fault.md');
  });

  test.concurrent.for(SUBJECTS)(
    'of %s, %s',
    { timeout: HALF_HOUR_MS },
    async ([copier, route], context) => {
      const subject = await subjectFor([copier, route], context);
      const name = `${copier} ${route}`;
      for (const call of placesOf(subject.calls)) {
        for (const fault of faultsFor(call, ERRORS)) {
          const outcome = await inject(subject, call, fault);
          if (outcome === undefined) continue;
          const story = `${name} when ${call.site} (${call.occurrence}) is ${fault}`;
          byCopier.add(name, outcome, story);
          byFault.add(fault, outcome, story);
        }
      }
      expect(byCopier.badOf(name)).toEqual([]);
    },
  );
});
