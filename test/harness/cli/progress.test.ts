import { describe, expect, it } from 'vitest';
import { createProgress, type ProgressState } from '../../../harness/cli/progress.js';
import type { Standing } from '../../../harness/cli/standing-lines.js';

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

const STANDING: Standing = {
  scenario: '7 MB file-to-file, 8 rounds',
  speedups: ['splice 1.28x [1.25, 1.31]', 'cp 0.58x [0.57, 0.59]'],
  decision: 'goes on: cp is at ±6 %, target 3 %',
  stops: false,
  elapsedNs: 1e9,
};

/** What a terminal shows in the end: the few sequences that progress uses, obeyed. */
function screen(text: string): string[] {
  const lines = [''];
  let row = 0;
  // oxlint-disable-next-line no-control-regex
  for (const [piece] of text.matchAll(/\r|\n|\u001B\[(?:\d*)[AJK]|[^\r\n\u001B]+/g)) {
    if (piece === '\n') {
      row += 1;
      lines[row] ??= '';
    } else if (piece.endsWith('A') && piece.startsWith('\u001B'))
      row -= Number.parseInt(piece.slice(2), 10);
    else if (piece === '\u001B[J') lines.length = row + 1;
    else if (piece !== '\r' && !piece.startsWith('\u001B')) {
      lines[row] += piece;
      continue;
    }
    if (piece === '\u001B[J' || piece === '\u001B[K') lines[row] = '';
  }
  return lines;
}

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

describe('how a scenario stands, elsewhere than on a terminal', () => {
  it('is a plain line now and then, and always when it stops', () => {
    const to = stream(false);
    const progress = createProgress(to);
    for (const elapsedNs of [0, 9e9, 10e9, 11e9]) progress.stand({ ...STANDING, elapsedNs });
    progress.stand({ ...STANDING, elapsedNs: 12e9, decision: 'stops', stops: true });
    const [first, second, ...rest] = to.text().split('\n');
    expect(first).toBe(
      '7 MB file-to-file, 8 rounds: goes on: cp is at ±6 %, target 3 %; ' +
        'splice 1.28x [1.25, 1.31]; cp 0.58x [0.57, 0.59]',
    );
    expect(second).toBe(first);
    expect(rest).toEqual([expect.stringMatching(/ rounds: stops; splice/), '']);
  });
});

describe('how a scenario stands, on a terminal', () => {
  it('stays above the bar, is replaced by the next, and leaves nothing', () => {
    const to = stream(true, 80);
    const progress = createProgress(to);
    progress.update(STATE);
    progress.stand(STANDING);
    progress.update({ ...STATE, strategy: 'cp' });
    progress.say('A line that stays.');
    const rows = [
      '7 MB file-to-file, 8 rounds; goes on: cp is at ±6 %, target 3 %',
      '  splice 1.28x [1.25, 1.31]   cp 0.58x [0.57, 0.59]',
    ];
    const bar = '[#####...............] 7 MB: round 3 of at most 12, cp, at most 3.00 s left';
    expect(screen(to.text())).toEqual(['A line that stays.', ...rows, bar]);
    progress.stand({ ...STANDING, speedups: [], decision: 'stops' });
    expect(screen(to.text())).toEqual([
      'A line that stays.',
      '7 MB file-to-file, 8 rounds; stops',
      bar,
    ]);
    progress.end();
    expect(screen(to.text())).toEqual(['A line that stays.', '']);
  });

  it.each([1, 5, 20, 33, 40, 79, 200])('never wraps or scrolls with %i columns', (columns) => {
    for (const rows of [3, 5, 24]) {
      const to = { ...stream(true, columns), rows };
      let text = '';
      const progress = createProgress({ ...to, write: (more) => void (text += more) });
      const speedups = Array.from(
        { length: 30 },
        (_, index) => `strategy-${index} 1.28x [1.25, 1.31]`,
      );
      progress.update(STATE);
      progress.stand({ ...STANDING, speedups });
      const shown = screen(text);
      expect(shown.length).toBeLessThanOrEqual(rows);
      for (const line of shown) expect(line.length).toBeLessThan(Math.max(columns, 2));
    }
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
