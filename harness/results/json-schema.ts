/** The record's schema as JSON Schema, for programs that are not written in TypeScript. */
import { z } from 'zod';
import { recordSchema } from './record.js';

/** JSON Schema (draft 2020-12) of `record.json`, as text; `docs/record.schema.json` holds it. */
export function recordJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(recordSchema), null, 2)}\n`;
}
