import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bounded } from '../../../harness/core/bounded-schema.js';
import { fitted, shortened } from '../../../harness/core/fitted.js';

const schema = z.object({
  name: bounded.name,
  warnings: bounded.list(z.object({ message: bounded.text, remedy: bounded.text.optional() })),
  reasons: bounded.table(bounded.text),
  rounds: z.number().int(),
});

const words = fc.oneof(
  fc.string(),
  fc.nat({ max: 30_000 }).map((length) => 'x'.repeat(length)),
);
const value = fc.record({
  name: words,
  warnings: fc.array(fc.record({ message: words, remedy: words }), { maxLength: 4 }),
  // zod leaves `__proto__` out of every table.
  reasons: fc.dictionary(
    fc.string({ maxLength: 20 }).filter((key) => key !== '__proto__'),
    words,
    { maxKeys: 4 },
  ),
  rounds: fc.integer(),
});

test('what is fitted can be read again, and only texts that are too long differ', () => {
  fc.assert(
    fc.property(value, (written) => {
      const read = schema.parse(JSON.parse(JSON.stringify(fitted(schema, written))));
      expect(read.name).toBe(shortened(written.name, 256));
      expect(read.rounds).toBe(written.rounds);
      expect(read.warnings.map(({ message }) => message)).toEqual(
        written.warnings.map(({ message }) => shortened(message, 10_000)),
      );
      expect(Object.entries(read.reasons)).toEqual(
        Object.entries(written.reasons).map(([key, text]) => [key, shortened(text, 10_000)]),
      );
    }),
  );
});

test('a text that was cut says so and is as long as it may be', () => {
  expect(shortened('abcdefghij', 10)).toBe('abcdefghij');
  expect(shortened('abcdefghijk', 10)).toBe('abcdef ...');
});

test('anything else that is wrong is an error still, and the given value is left as it was', () => {
  const wrong = { name: 'x'.repeat(300), warnings: [], reasons: {}, rounds: Number.NaN };
  expect(() => fitted(schema, wrong)).toThrow(/rounds/);
  expect(wrong.name).toHaveLength(300);
});
