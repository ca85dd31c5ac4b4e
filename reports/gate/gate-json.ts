/** The gate's decision as JSON text: keys in the order of the schema, so that equal decisions give equal text. */
import { gateSchema, type GateRecord } from '../../harness/results/gate/gate-record.js';

/** Ends in a line break. */
export function renderGateJson(record: GateRecord): string {
  return `${JSON.stringify(gateSchema.parse(record), null, 2)}\n`;
}
