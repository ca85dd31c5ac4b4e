import { describe, expect, it } from 'vitest';
import type { ScenarioRecord } from '../../harness/results/record.js';
import { answer, scenarioAnswer } from '../../reports/answer.js';
import { type Text, plainText } from '../../reports/text.js';
import {
  failed,
  fakeRecord,
  fakeScenario,
  unsupported,
  withFigures,
  withOnly,
  withStrategies,
} from '../fakes/records.js';

const oneGb = fakeScenario({ sizeBytes: 1e9, referenceNs: 217e6, rounds: 12, halfWidth: 0.028 });
const sevenMb = fakeScenario({ sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 40, halfWidth: 0.02 });

describe('the answer of a scenario', () => {
  it('names the one strategy that leads, with its interval, and the slowest', () => {
    expect(said(scenarioAnswer(oneGb))).toBe(
      'splice copies 1 GB 1.31x [1.27, 1.35] as fast as read-write; stream-pipe takes 6.2x as long.',
    );
  });

  it('has no winner where the intervals of the fastest overlap', () => {
    const scenario = withFigures(withOnly(oneGb, 'read-write', 'splice', 'sendfile'), {
      sendfile: { speedup: { estimate: 1.29, low: 1.24, high: 1.33 }, verdict: 'faster' },
    });
    expect(said(scenarioAnswer(scenario))).toBe(
      'splice (1.31x [1.27, 1.35]) and sendfile (1.29x [1.24, 1.33]) share the lead over read-write at 1 GB, as their intervals overlap.',
    );
  });

  it('names three of many leaders and counts the others', () => {
    const many = ['splice', 'sendfile', 'copy-file', 'copy-file-range', 'cp'];
    const tie = { speedup: { estimate: 1.2, low: 1.15, high: 1.25 }, verdict: 'faster' as const };
    const scenario = withFigures(
      withOnly(oneGb, 'read-write', ...many),
      Object.fromEntries(many.map((name) => [name, tie])),
    );
    expect(said(scenarioAnswer(scenario))).toContain('and 2 more share the lead');
  });

  it('says that a strategy scatters too much when it may be faster than the best', () => {
    const scenario = withFigures(withOnly(oneGb, 'read-write', 'splice', 'cp'), {
      cp: { speedup: { estimate: 1.2, low: 0.9, high: 1.6 }, verdict: 'unclear' },
    });
    expect(said(scenarioAnswer(scenario))).toContain('; cp scatters too much to be placed');
  });

  it('names no lead where nothing is clearly faster, and what would have been seen', () => {
    const scenario = withOnly(sevenMb, 'read-write', 'copy-file', 'sendfile', 'stream-pipe');
    expect(said(scenarioAnswer(scenario))).toBe(
      'No strategy is clearly faster than read-write at 7 MB: copy-file comes closest with 1.02x [0.99, 1.04], and a difference of 2.8 % or more would have been seen; stream-pipe takes 5.1x as long.',
    );
  });

  it('gives the lead to the reference when every other copy is slower', () => {
    const scenario = withOnly(oneGb, 'read-write', 'mmap-write', 'stream-pipe');
    expect(said(scenarioAnswer(scenario))).toBe(
      'read-write is the fastest at 1 GB: every other copy is slower; stream-pipe takes 6.2x as long.',
    );
  });

  it('refuses an answer when the control arm misses 1', () => {
    const scenario = fakeScenario({
      sizeBytes: 1e9,
      referenceNs: 217e6,
      rounds: 12,
      halfWidth: 0.028,
      control: 1.05,
    });
    expect(said(scenarioAnswer(scenario))).toBe(
      'At 1 GB the noise of this run forbids an answer: read-write measured against itself came out at 1.050x [1.035, 1.065], which should hold 1.',
    );
  });

  it('asks for more rounds when there are no intervals', () => {
    const few = { sizeBytes: 1e9, referenceNs: 217e6, halfWidth: 0.03 };
    expect(said(scenarioAnswer(fakeScenario({ ...few, rounds: 4 })))).toBe(
      'At 1 GB there is no answer yet: 4 rounds are too few, an interval takes 6.',
    );
    expect(said(scenarioAnswer(fakeScenario({ ...few, rounds: 1 })))).toContain('1 round is too');
  });

  it.each<[string, ScenarioRecord, string]>([
    ['nothing', withOnly(oneGb), 'No copy was measured at 1 GB.'],
    ['only bounds', withOnly(oneGb, 'memory-copy'), 'No copy was measured at 1 GB.'],
    ['only the reference', withOnly(oneGb, 'read-write'), 'Only read-write was measured at 1 GB'],
    ['no reference', withOnly(oneGb, 'splice'), 'The reference read-write was not measured at'],
  ])('says so when %s was measured', (_, scenario, sentence) => {
    expect(said(scenarioAnswer(scenario))).toContain(sentence);
  });

  it('never ranks a clone or a bound with copies', () => {
    const fast = { speedup: { estimate: 90, low: 80, high: 99 }, verdict: 'faster' as const };
    const scenario = withFigures(oneGb, { 'memory-copy': fast, nothing: fast });
    expect(said(scenarioAnswer(scenario))).toBe(said(scenarioAnswer(oneGb)));
  });
});

describe('the answer of a run', () => {
  it('has one sentence a scenario, the largest size first, on this machine', () => {
    const sentences = answer(fakeRecord({ scenarios: [sevenMb, oneGb] })).map(said);
    expect(sentences).toHaveLength(2);
    expect(sentences[0]).toMatch(/^On this machine splice copies 1 GB/);
    expect(sentences[1]).toContain('at 7 MB');
  });

  it('keeps the first sentence whole when it does not begin with a name', () => {
    const [sentence] = answer(fakeRecord({ scenarios: [withOnly(oneGb, 'read-write')] })).map(said);
    expect(sentence).toMatch(/^On this machine only read-write was measured/);
  });

  it('says that the run was interrupted, and what failed', () => {
    const scenario = withStrategies(oneGb, failed('sendfile', 'E_WRONG_BYTES'));
    const sentences = answer(fakeRecord({ interrupted: true, scenarios: [scenario] })).map(said);
    expect(sentences.slice(1)).toEqual([
      'Failed, and not ranked: sendfile at 1 GB.',
      'The run was interrupted: this is what it had measured by then.',
    ]);
  });

  it.each([
    ['no scenario', fakeRecord(), 'Nothing was measured: the run holds no scenario.'],
    [
      'an early interrupt',
      fakeRecord({ interrupted: true }),
      'Nothing was measured: the run was interrupted first.',
    ],
    [
      'no strategy that works',
      fakeRecord({ scenarios: [withStrategies(withOnly(oneGb), unsupported('splice', 'ENOSYS'))] }),
      'Nothing was measured: no strategy works here; the reasons are below.',
    ],
  ])('says that nothing was measured because of %s', (_, record, sentence) => {
    expect(answer(record).map(said)).toEqual([sentence]);
  });
});

function said(sentence: Text): string {
  return plainText(sentence).replaceAll('\u00a0', ' ');
}
