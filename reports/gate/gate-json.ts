/** The gate's decision as JSON text: keys in the order of the schema, so that equal decisions give equal text. */
import { fitted } from '../../harness/core/fitted.js';
import { gateSchema, type GateRecord } from '../../harness/results/gate/gate-record.js';

/** Ends in a line break. */
export function renderGateJson(record: GateRecord): string {
  return `${JSON.stringify(fitted(gateSchema, record), null, 2)}\n`;
}
