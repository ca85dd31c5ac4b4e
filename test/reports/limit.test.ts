import { expect, test } from 'vitest';
import { limitName, shareOfLimit } from '../../reports/limit.js';
import { isMeasured } from '../../reports/ranking.js';
import { fakeScenario, withFigures } from '../fakes/records.js';

const scenario = fakeScenario({ sizeBytes: 7e6, referenceNs: 2e6, rounds: 12, halfWidth: 0.01 });
const limited = withFigures(scenario, { 'memory-copy': { limit: 'memory', medianNs: 1.24e6 } });
const reference = limited.strategies.filter(isMeasured).find(({ name }) => name === 'read-write')!;

test('a copy from memory to memory is held against memory', () => {
  expect(limitName(limited)).toBe('of memory copy');
  expect(shareOfLimit(reference, limited)).toBe('62\u00a0%');
});

test.each([
  [{ durability: 'fdatasync' as const }, 'device-write' as const, 'of device write'],
  [{ cache: 'guest-cold' as const }, 'device-read' as const, 'of device read'],
  [{ destination: 'in-place' as const }, 'cached-write' as const, 'of cached overwrite'],
])('under %j the limit is another', (conditions, limit, words) => {
  expect(limitName({ ...limited, ...conditions })).toBeUndefined();
  const measured = withFigures(limited, { nothing: { limit } });
  expect(limitName({ ...measured, ...conditions })).toBe(words);
});

test('without its bound there is no share', () => {
  expect(limitName(scenario)).toBeUndefined();
  expect(shareOfLimit(reference, scenario)).toBe('-');
});
