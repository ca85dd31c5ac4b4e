import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossoverBytes, fitFixedCost } from '../../../harness/statistics/fixed-cost.js';

const SIZES = [4096, 65_536, 1_048_576, 16_777_216, 268_435_456];
const line = (fixedNs: number, nsPerByte: number) =>
  SIZES.map((sizeBytes) => ({ sizeBytes, elapsedNs: fixedNs + nsPerByte * sizeBytes }));

describe('fitFixedCost', () => {
  test('finds the line that the points lie on, whatever its scale', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 1e7, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (fixedNs, nsPerByte) => {
          const fit = fitFixedCost(line(fixedNs, nsPerByte));
          expect(fit?.fixedNs).toBeCloseTo(fixedNs, -Math.log10(fixedNs) + 3);
          expect((fit?.nsPerByte ?? 0) / nsPerByte).toBeCloseTo(1, 6);
          expect(fit?.worstMisfit).toBeLessThan(1e-6);
        },
      ),
    );
  });

  test('a point off the line is the worst misfit', () => {
    const points = line(10_000, 0.25);
    points[2]!.elapsedNs *= 2;
    expect(fitFixedCost(points)?.worstMisfit).toBeGreaterThan(0.3);
  });

  test('does not begin below zero', () => {
    const points = SIZES.map((sizeBytes) => ({ sizeBytes, elapsedNs: sizeBytes ** 1.1 }));
    const fit = fitFixedCost(points);
    expect(fit?.fixedNs).toBe(0);
    expect(fit?.nsPerByte).toBeGreaterThan(0);
  });

  test('takes four sizes, and times that grow', () => {
    expect(fitFixedCost(line(1000, 1).slice(0, 3))).toBeUndefined();
    expect(fitFixedCost([...line(1000, 1).slice(0, 3), ...line(1000, 1).slice(0, 3)])).toBe(
      undefined,
    );
    const falling = SIZES.map((sizeBytes) => ({ sizeBytes, elapsedNs: 1e9 / sizeBytes }));
    expect(fitFixedCost(falling)).toBeUndefined();
  });
});

describe('crossoverBytes', () => {
  test('lies where the ratio passes 1 on logarithmic scales', () => {
    const at = crossoverBytes({ sizeBytes: 1e4, ratio: 0.5 }, { sizeBytes: 1e6, ratio: 2 });
    expect(at).toBeCloseTo(1e5, 3);
  });

  test('lies between its ends', () => {
    const ratio = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, (low, high) => {
        const at = crossoverBytes(
          { sizeBytes: 100, ratio: low },
          { sizeBytes: 400, ratio: 1 / high },
        );
        expect(at).toBeGreaterThan(100);
        expect(at).toBeLessThan(400);
      }),
    );
  });
});
