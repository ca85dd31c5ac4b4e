/** The quick part of injection.faults.ts: the last call of each kind fails, or moves nothing, in every copier. */
import { describe, expect, test } from 'vitest';
import { faultsFor, inject } from './injection.js';
import { isGood } from './verdict.js';
import { SUBJECTS, subjectFor } from './subjects.js';

describe('the last call of each kind that fails or moves nothing', () => {
  test.concurrent.for(SUBJECTS)('is told by %s, %s', async ([copier, route], context) => {
    const subject = await subjectFor([copier, route], context);
    const last = new Map(subject.calls.map((call) => [call.site, call]));
    expect(last.size).toBeGreaterThan(4);
    const bad: string[] = [];
    for (const call of last.values()) {
      for (const fault of faultsFor(call, ['EIO'])) {
        const outcome = await inject(subject, call, fault);
        if (outcome && !isGood(outcome)) bad.push(`${outcome}: ${fault} from ${call.line}`);
      }
    }
    expect(bad).toEqual([]);
  });
});
