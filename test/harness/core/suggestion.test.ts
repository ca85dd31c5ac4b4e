import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../../harness/core/suggestion.js';

describe('did you mean', () => {
  it.each([
    ['splic', ' Did you mean "splice"?'],
    ['pc', ' Did you mean "cp"?'],
    ['SPLICE', ''],
    ['something-else', ''],
  ])('%s', (name, expected) => {
    expect(didYouMean(name, ['cp', 'splice', 'sendfile'])).toBe(expected);
  });

  it('has nothing to say where there are no names', () => {
    expect(didYouMean('cp', [])).toBe('');
  });
});
