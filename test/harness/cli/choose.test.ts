import { describe, expect, it } from 'vitest';
import { chooseAll, chooseOne } from '../../../harness/cli/choose.js';

const ALL = ['cp', 'splice', 'sendfile'].map((name) => ({ name }));

describe('choosing by name', () => {
  it('gives what is called so, in the order of the names, once', () => {
    expect(chooseOne('strategy', 'splice', ALL)).toBe(ALL[1]);
    expect(chooseAll('strategy', ['sendfile', 'cp', 'sendfile'], ALL)).toEqual([ALL[2], ALL[0]]);
  });

  it('asks "did you mean", and names all', () => {
    expect(() => chooseOne('strategy', 'spice', ALL)).toThrow(
      'There is no strategy "spice". Did you mean "splice"? Known: cp, splice, sendfile.',
    );
    expect(() => chooseAll('suite', ['cp', 'nothing-like-it'], ALL)).toThrow(
      /^There is no suite "nothing-like-it"\. Known: /,
    );
  });
});
