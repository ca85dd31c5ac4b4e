import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../harness/core/package-root.js';
import { recordJsonSchema } from '../../../harness/results/json-schema.js';
import { FORMAT_VERSION } from '../../../harness/results/record.js';

test('docs/record.schema.json is the schema of the record', () => {
  const path = join(packageRoot(), 'docs', 'record.schema.json');
  const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
  expect(written === recordJsonSchema(), 'it is out of date: run `npm run schema`').toBe(true);
});

test('the schema names every property of a record', () => {
  expect(JSON.parse(recordJsonSchema())).toMatchObject({
    type: 'object',
    properties: { formatVersion: { const: FORMAT_VERSION }, scenarios: { type: 'array' } },
    required: expect.arrayContaining(['formatVersion', 'machine', 'scenarios', 'warnings']),
  });
});
