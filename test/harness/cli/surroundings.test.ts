import { describe, expect, it } from 'vitest';
import { surroundingsOf } from '../../../harness/cli/surroundings.js';

interface Fake {
  isTTY?: boolean;
  columns?: number;
  env?: Record<string, string>;
  argv?: string[];
}

/** This process with another stdout, environment or command line. */
function surroundings({ isTTY, columns, env = {}, argv = [] }: Fake) {
  const stdout = Object.create(process.stdout, {
    isTTY: { value: isTTY },
    columns: { value: columns },
  });
  const changes = { stdout, env, argv: ['node', 'main.js', ...argv] };
  const properties = Object.entries(changes).map(([name, value]) => [name, { value }] as const);
  return surroundingsOf(Object.create(process, Object.fromEntries(properties)));
}

describe('the terminal', () => {
  it.each([
    ['a terminal', { isTTY: true }, true],
    ['a pipe', {}, false],
    ['a pipe in CI', { env: { CI: 'true' } }, false],
    ['a terminal with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['a terminal with an empty NO_COLOR', { isTTY: true, env: { NO_COLOR: '' } }, true],
    ['a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }, false],
  ])('%s', (_, fake: Fake, colour) => {
    expect(surroundings(fake).terminal.colour).toBe(colour);
  });

  it('is 100 columns wide unless it says otherwise', () => {
    expect(surroundings({}).terminal.columns).toBe(100);
    expect(surroundings({ isTTY: true, columns: 0 }).terminal.columns).toBe(100);
    expect(surroundings({ isTTY: true, columns: 72 }).terminal.columns).toBe(72);
  });
});

describe('the command line', () => {
  it.each([
    [['run', '--sizes', '7MB,1GB'], 'copybench run --sizes 7MB,1GB'],
    [['run', '--dir', '/mnt/my disk'], `copybench run --dir '/mnt/my disk'`],
    [['run', '--dir', `it's`], `copybench run --dir 'it'\\''s'`],
    [['run', '--dir', ''], `copybench run --dir ''`],
    [['run', '--dir', '$HOME'], `copybench run --dir '$HOME'`],
  ])('%j can be typed again', (argv, expected) => {
    expect(surroundings({ argv }).commandLine).toBe(expected);
  });
});
