/** Fixed decisions of a gate for the tests of formats: one of each cell state, and hostile words. */
import {
  type CellRecord,
  GATE_FORMAT_VERSION,
  type GateRecord,
  type GateScenario,
  gateSchema,
} from '../../harness/results/gate/gate-record.js';
import { fakeRecord } from './records.js';

const ID = 'file-to-file/7MB/warm/buffered/new';

function pass(estimate: number) {
  return {
    change: { estimate, low: estimate * 0.98, high: estimate * 1.02 },
    verdict: estimate > 1.05 ? ('slower' as const) : ('same' as const),
    adjustedP: estimate > 1.05 ? 0.0004 : 0.41,
    rounds: 20,
    besideBound: null,
  };
}

export function fakeCell(changes: Partial<CellRecord> & { strategy: string }): CellRecord {
  return {
    scenario: ID,
    route: 'file-to-file',
    fixture: '7MB',
    label: changes.strategy,
    measure: 'ratio',
    state: 'pass',
    reason: 'It takes 1.01x as long, within 5 %.',
    margin: 0.05,
    first: pass(1.01),
    screening: null,
    confirmation: null,
    beforeMedianNs: 2.4e6,
    nowMedianNs: 2.43e6,
    ...changes,
  };
}

export function fakeGateScenario(changes: Partial<GateScenario> = {}): GateScenario {
  return {
    id: ID,
    reference: 'read-write',
    void: null,
    noiseBefore: 0.012,
    noiseNow: 0.015,
    referenceChange: null,
    referenceOverMemoryChange: null,
    uniform: null,
    ...changes,
  };
}

export function fakeGate(changes: Partial<GateRecord> = {}): GateRecord {
  const side = { version: '0.1.0', node: 'v20.20.2', commit: null };
  return gateSchema.parse({
    formatVersion: GATE_FORMAT_VERSION,
    tool: { name: 'copybench', version: '0.1.0' },
    startedAt: '2026-11-24T10:00:00.000Z',
    finishedAt: '2026-11-24T10:01:10.000Z',
    mode: 'baseline',
    before: { ...side, name: 'baseline of 2026-11-23', measuredAt: '2026-11-23T18:30:00.000Z' },
    now: { ...side, name: 'this build', measuredAt: '2026-11-24T10:00:00.000Z' },
    outcome: 'pass',
    exitStatus: 0,
    sentence: 'Nothing became slower by more than 5 %.',
    reasons: [],
    suite: 'gate',
    command: 'copybench gate --seed 7',
    seed: 7,
    margin: 0.05,
    alpha: 0.01,
    machine: fakeRecord().machine,
    cells: [fakeCell({ strategy: 'splice' })],
    scenarios: [fakeGateScenario()],
    warnings: [],
    passes: ['reports/generated/gate/first'],
    ...changes,
  });
}

const VOID_ID = 'file-to-file/200MB/warm/buffered/new';

/** A regression that was confirmed, and a cell in every other state. */
export const everyState = fakeGate({
  outcome: 'regression',
  exitStatus: 1,
  sentence: 'One strategy became slower by more than 5 %, and one has no figure any more.',
  reasons: ['splice takes 1.12x as long, seen twice.', 'cp is missing.'],
  cells: [
    fakeCell({
      strategy: 'splice',
      state: 'regression',
      reason: 'It takes 1.12x as long, and again in the confirmation.',
      first: pass(1.12),
      confirmation: pass(1.11),
    }),
    fakeCell({
      strategy: 'cp',
      state: 'missing',
      reason: 'It was measured before and failed now: exit status 1.',
      first: null,
      nowMedianNs: null,
    }),
    fakeCell({ strategy: 'sendfile', state: 'improvement', reason: 'It takes 0.80x as long.' }),
    fakeCell({
      strategy: 'mmap-write',
      state: 'inconclusive',
      reason: 'Its interval is too wide.',
    }),
    fakeCell({
      strategy: 'reflink',
      state: 'new',
      reason: 'It had no figure before.',
      first: null,
    }),
    fakeCell({ strategy: 'copy-file' }),
    fakeCell({
      strategy: 'splice',
      scenario: VOID_ID,
      fixture: '200MB',
      state: 'void',
      reason: 'Its scenario cannot be judged.',
      first: null,
    }),
  ],
  scenarios: [
    fakeGateScenario({ uniform: 'read-write itself takes 1.30x as long as before.' }),
    fakeGateScenario({ id: VOID_ID, void: 'The control arm misses 1: 1.06x [1.03, 1.09].' }),
  ],
  warnings: [
    { code: 'load-high', message: 'The load was 3.10.', remedy: 'End what else runs here.' },
  ],
});

/** Nothing could be compared. */
export const emptyGate = fakeGate({
  outcome: 'empty',
  exitStatus: 4,
  sentence: 'Nothing could be compared.',
  cells: [],
  scenarios: [],
});
