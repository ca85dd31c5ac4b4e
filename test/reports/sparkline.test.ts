import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparkline } from '../../reports/sparkline.js';

describe('a sparkline', () => {
  it('goes from the lowest block to the highest, evenly on a logarithmic scale', () => {
    expect(sparkline([1, 2, 4, 8, 16, 32, 64, 128])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([9, 3])).toBe('█▁');
  });

  it('is flat where nothing changes', () => {
    expect(sparkline([5, 5, 5])).toBe('▅▅▅');
    expect(sparkline([5])).toBe('▅');
    expect(sparkline([])).toBe('');
  });

  it('has a block for each value, up to 24', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 1e12, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(values, (xs) => {
        expect(sparkline(xs)).toMatch(new RegExp(`^[▁-█]{${Math.min(24, xs.length)}}$`));
      }),
    );
  });
});
