import { describe, expect, it } from 'vitest';
import { createProgress, type ProgressState } from '../../../harness/cli/progress.js';

function stream(isTTY: boolean, columns?: number) {
  let text = '';
  return {
    isTTY,
    ...(columns === undefined ? {} : { columns }),
    write: (more: string) => void (text += more),
    text: () => text,
  };
}

const STATE: ProgressState = {
  scenario: '7 MB',
  round: 'round 3 of at most 12',
  strategy: 'splice',
  share: 0.25,
  elapsedNs: 1e9,
  remainingNs: 3e9,
};

describe('progress that is no terminal', () => {
  it('is a plain line now and then', () => {
    const to = stream(false);
    const progress = createProgress(to);
    for (const elapsedNs of [0, 1e9, 9.9e9, 10e9, 19e9, 20e9]) {
      progress.update({ ...STATE, elapsedNs });
    }
    progress.say('A line that stays.');
    progress.end();
    const line = '25 % 7 MB: round 3 of at most 12, splice, at most 3.00 s left\n';
    expect(to.text()).toBe(`${line}${line}${line}A line that stays.\n`);
  });

  it('says nothing about the end as long as it is not known', () => {
    const to = stream(false);
    createProgress(to).update({ ...STATE, remainingNs: null });
    expect(to.text()).toBe('25 % 7 MB: round 3 of at most 12, splice\n');
  });
});

describe('progress on a terminal', () => {
  it('is one line, drawn over itself and taken away at the end', () => {
    const to = stream(true, 80);
    const progress = createProgress(to);
    progress.update(STATE);
    progress.update({ ...STATE, share: 1.2 });
    progress.end();
    expect(to.text().split('\r\u001B[K')).toEqual([
      '',
      '[#####...............] 7 MB: round 3 of at most 12, splice, at most 3.00 s left',
      '[####################] 7 MB: round 3 of at most 12, splice, at most 3.00 s left',
      '',
    ]);
  });

  it('never wraps, and takes a terminal of 0 columns for one of 80', () => {
    for (const [columns, expected] of [
      [40, 39],
      [0, 79],
    ] as const) {
      const to = stream(true, columns);
      createProgress(to).update({ ...STATE, strategy: 'x'.repeat(200) });
      expect(to.text().replace('\r\u001B[K', '')).toHaveLength(expected);
    }
  });
});
