/** The record as JSON text: keys in the order of the schema, so that equal records give equal text. */
import { fitted } from '../harness/core/fitted.js';
import { type RunRecord, recordSchema } from '../harness/results/record.js';

/**
 * The whole record, indented, ending in a line break.
 *
 * @throws ZodError when the record is none, as with a NaN, which JSON would turn into null without a word
 */
export function renderJson(record: RunRecord): string {
  return `${JSON.stringify(fitted(recordSchema, record), null, 2)}\n`;
}
