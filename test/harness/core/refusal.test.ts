import { expect, test } from 'vitest';
import { z } from 'zod';
import { shown, whyRefused } from '../../../harness/core/refusal.js';

function refusalOf(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value);
  return error ? whyRefused(error) : 'it was not refused';
}

test('a refusal says what is wrong and where', () => {
  expect(refusalOf(z.object({ rounds: z.number() }), { rounds: 'six' })).toMatch(
    /expected number, received string\n.*at rounds/,
  );
});

test('of a hundred thousand wrong items the first few are told, and how many more there are', () => {
  const told = refusalOf(z.array(z.string()), Array.from({ length: 100_000 }).fill(0));
  expect(told.match(/expected string/g)).toHaveLength(5);
  expect(told).toMatch(/and 99995 more$/);
});

test('a key of a million characters is not repeated', () => {
  const told = refusalOf(z.record(z.string().max(3), z.number()), { ['k'.repeat(1e6)]: 'x' });
  expect(told.length).toBeLessThan(2100);
});

test('a value is shown in at most 200 characters', () => {
  expect(shown('published')).toBe('"published"');
  expect(shown(undefined)).toBe('undefined');
  expect(shown('x'.repeat(1000))).toHaveLength(200);
  // As text, each of these has four times the characters that it had in the file.
  expect(shown(Array.from({ length: 3e7 }).fill(1e20)).length).toBeLessThanOrEqual(200);
});
