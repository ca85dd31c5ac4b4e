import { describe, expect, it } from 'vitest';
import { decide } from '../../../../harness/results/gate/decide.js';
import type { GateRules } from '../../../../harness/results/gate/gate-rules.js';
import {
  enoughForPass,
  LATER_ROUNDS,
  takeEvidence,
  type Evidence,
  type PassRequest,
  type TakenTimes,
} from '../../../../harness/results/gate/procedure.js';
import { joinPasses, type ScenarioTimes } from '../../../../harness/results/pass-times.js';
import { fakeTimes, withArmOf, type FakeTimes } from '../../../fakes/scenario-times.js';

const RULES: GateRules = {
  measure: 'ratio',
  margin: 0.05,
  sameMachine: true,
  bound: 'memory-copy',
};
const BEFORE = joinPasses(['a', 'b', 'c'].map((seed) => [fakeTimes(seed, { sigma: 0.01 })]));
const ID = 'file-to-file/7MB/warm/buffered/new';
const STEADY: FakeTimes = { sigma: 0.01 };
const SLOW: FakeTimes = { sigma: 0.01, strategies: { splice: 0.8 * 1.15, 'stream-pipe': 5 } };

interface Scripted {
  times?: FakeTimes | ScenarioTimes;
  disturbance?: string;
}

/** A gate whose passes bring what the script says, one after the other, and what it asked for. */
async function asked(script: readonly Scripted[], isOver?: () => boolean) {
  const requests: PassRequest[] = [];
  const take = (request: PassRequest): Promise<TakenTimes> => {
    const { times = STEADY, disturbance = null } = script[requests.length] ?? {};
    requests.push(request);
    const now = ['arms' in times ? times : fakeTimes(`pass ${requests.length}`, times)];
    return Promise.resolve({ pair: { before: BEFORE, now }, disturbance });
  };
  const evidence: Evidence = await takeEvidence(RULES, take, isOver);
  return { requests, evidence, decision: decide(RULES, evidence) };
}

describe('the passes of a gate', () => {
  it('are one where nothing is open', async () => {
    const { requests, evidence } = await asked([{}]);
    expect(requests).toEqual([
      { purpose: 'first', isRepeated: false, only: null, roundsFactor: 1 },
    ]);
    expect([evidence.sharper, evidence.confirmation]).toEqual([undefined, undefined]);
  });

  it('measure longer what is too noisy to tell, and only that', async () => {
    const noise = fakeTimes('noise', { sigma: 0.2, rounds: 12 });
    const noisy = withArmOf(fakeTimes('now', { ...STEADY, rounds: 12 }), 'splice', noise);
    const { requests, decision } = await asked([
      { times: noisy },
      { times: { ...STEADY, rounds: 72 } },
    ]);
    expect(requests[1]).toEqual({
      purpose: 'sharper',
      isRepeated: false,
      only: new Map([[ID, ['splice', 'memory-copy']]]),
      roundsFactor: LATER_ROUNDS,
    });
    expect(requests).toHaveLength(2);
    expect(decision.cells.find(({ strategy }) => strategy === 'splice')?.state).toBe('pass');
  });

  it('confirm what is slower, with rounds enough', async () => {
    const { requests, decision } = await asked([{ times: SLOW }, { times: SLOW }]);
    expect(requests.map(({ purpose, roundsFactor }) => [purpose, roundsFactor])).toEqual([
      ['first', 1],
      ['confirmation', LATER_ROUNDS],
    ]);
    expect(requests[1]?.only).toEqual(new Map([[ID, ['splice', 'memory-copy']]]));
    expect(decision.outcome).toBe('regression');
  });

  it('are made once more where the machine was not quiet, and not a third time', async () => {
    const loud = { disturbance: 'the hypervisor was busy' };
    const again = await asked([loud, {}]);
    expect(again.requests.map(({ isRepeated }) => isRepeated)).toEqual([false, true]);
    expect([...(again.requests[1]?.only?.keys() ?? [])]).toEqual([ID]);
    expect(again.requests[1]?.only?.get(ID)).toContain('stream-pipe');
    expect(again.decision.outcome).toBe('pass');
    const inVain = await asked([loud, loud]);
    expect(inVain.requests).toHaveLength(2);
    expect(inVain.decision).toMatchObject({ outcome: 'void', exitStatus: 3 });
  });

  it('confirm nothing in a scenario that is void', async () => {
    const loud = { times: SLOW, disturbance: 'the hypervisor was busy' };
    const { requests, decision } = await asked([loud, loud]);
    expect(requests.map(({ purpose }) => purpose)).toEqual(['first', 'first']);
    expect(decision.outcome).toBe('void');
  });

  it('take a confirmation once more where it was void, and do not believe it otherwise', async () => {
    const loud = { times: SLOW, disturbance: 'the hypervisor was busy' };
    const mended = await asked([{ times: SLOW }, loud, { times: SLOW }]);
    expect(mended.requests.map(({ purpose }) => purpose)).toEqual([
      'first',
      'confirmation',
      'confirmation',
    ]);
    expect(mended.decision.outcome).toBe('regression');
    const inVain = await asked([{ times: SLOW }, loud, loud]);
    expect(inVain.decision).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
    expect(inVain.decision.reasons[0]).toContain('in vain: the hypervisor was busy');
  });

  it('end when the gate is interrupted', async () => {
    const { requests, decision } = await asked([{ times: SLOW }], () => true);
    expect(requests).toHaveLength(1);
    expect(decision.outcome).toBe('inconclusive');
  });
});

describe('a pass of a race', () => {
  it('ends when nobody is slower beyond the margin, and only the first leaves few open', () => {
    expect(enoughForPass('first', 12, RULES)).toEqual({ tolerated: 0.05, fewAfterRounds: 18 });
    expect(enoughForPass('sharper', 12, RULES)).toEqual({ tolerated: 0.05 });
    expect(enoughForPass('confirmation', 12, RULES)).toEqual({ tolerated: 0.05 });
  });
});
