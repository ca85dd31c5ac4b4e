/** How much is asked of a server in one sample, by the size of the file. */

/** A sample shorter than this is mostly chance. */
const SHORTEST_SAMPLE_NS = 350e6;
/** About what one request costs besides its bytes, and what one byte costs, on a small machine. */
const REQUEST_NS = 150e3;
const BYTE_NS = 1;

export interface LoadPlan {
  requests: number;
  connections: number;
}

/** Many requests for a small file over several connections, one or a few for a large one over one. */
export function planLoad(sizeBytes: number): LoadPlan {
  const requests = Math.ceil(SHORTEST_SAMPLE_NS / (REQUEST_NS + sizeBytes * BYTE_NS));
  return { requests, connections: connectionsFor(sizeBytes) };
}

function connectionsFor(sizeBytes: number): number {
  if (sizeBytes <= 1e6) return 8;
  return sizeBytes <= 16e6 ? 4 : 1;
}
