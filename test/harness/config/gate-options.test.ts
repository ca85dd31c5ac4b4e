import { describe, expect, test } from 'vitest';
import { resolveGateOptions } from '../../../harness/config/gate-options.js';

describe('options of a gate', () => {
  test('are parted from those of a run', () => {
    const { gate, run } = resolveGateOptions([{ baseline: 'b.json', rounds: '9' }]);
    expect(gate).toMatchObject({ baseline: 'b.json', absolute: false });
    expect(run).toMatchObject({ suite: 'gate', rounds: 9 });
  });

  test.each([
    ['an empty path', { baseline: '' }, /--baseline ""/],
    ['a path longer than any', { node: 'x'.repeat(5000) }, /--node .*at most 4096 characters/],
    ['a flag with a value', { anyMachine: 'yes' }, /--any-machine "yes"/],
  ])('that are wrong are E_USAGE: %s', (_, layer, message) => {
    const resolve = (): unknown => resolveGateOptions([layer]);
    expect(resolve).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
    expect(resolve).toThrow(message);
  });
});
