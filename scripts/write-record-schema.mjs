// Writes docs/record.schema.json from the record's schema in harness/results/record.ts: npm run schema
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../dist/harness/core/package-root.js';
import { recordJsonSchema } from '../dist/harness/results/json-schema.js';

const path = join(packageRoot(), 'docs', 'record.schema.json');
writeFileSync(path, recordJsonSchema());
console.log(`Wrote ${path}`);
