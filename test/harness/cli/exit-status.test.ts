import { describe, expect, it } from 'vitest';
import { exitStatusOf } from '../../../harness/cli/exit-status.js';
import { HarnessError, type HarnessErrorCode } from '../../../harness/core/errors.js';

describe('exit status', () => {
  it.each<[HarnessErrorCode, number]>([
    ['E_USAGE', 2],
    ['E_UNKNOWN_NAME', 2],
    ['E_DIRECTORY', 2],
    ['E_LOCKED', 2],
    ['E_FIXTURE_SPACE', 2],
    ['E_RECORD_VERSION', 2],
    ['E_SAMPLES_MALFORMED', 2],
    ['E_WORKER', 1],
    ['E_BALLAST', 1],
  ])('%s is %d', (code, expected) => {
    expect(exitStatusOf(new HarnessError(code, ''))).toBe(expected);
  });

  it('of anything else is 1', () => {
    expect(exitStatusOf(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe(1);
    expect(exitStatusOf(new TypeError('a defect'))).toBe(1);
    expect(exitStatusOf('thrown text')).toBe(1);
  });
});
