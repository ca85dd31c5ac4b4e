import { describe, expect, it } from 'vitest';
import { renderGateAnnotations } from '../../../reports/formats/gate-github.js';
import { renderGateJunit } from '../../../reports/formats/gate-junit.js';
import { emptyGate, everyState, fakeCell, fakeGate } from '../../fakes/gate-records.js';
import { HOSTILE } from '../../fakes/sampled-run.js';
import { outcomesOf, parseXml, writable } from './parse-xml.js';

const hostile = fakeGate({
  outcome: 'regression',
  sentence: HOSTILE,
  cells: [fakeCell({ strategy: HOSTILE, state: 'regression', reason: HOSTILE })],
});

describe('a gate in JUnit', () => {
  it.each([
    ['every-state', everyState],
    ['empty', emptyGate],
    ['hostile', hostile],
  ])('with %s reads as the golden file', async (name, gate) => {
    await expect(renderGateJunit(gate)).toMatchFileSnapshot(
      `../golden/formats/gate-${name}-junit.txt`,
    );
  });

  it('fails for regressions, is in error for what is missing or void, and skips what cannot be told', () => {
    expect(
      outcomesOf(renderGateJunit(fakeGate({ ...everyState, cells: everyState.cells.slice(0, 6) }))),
    ).toEqual({
      decision: 'failure',
      splice: 'failure',
      cp: 'error',
      sendfile: 'system-out',
      'mmap-write': 'skipped',
      reflink: 'skipped',
      'copy-file': 'system-out',
    });
    const isVoid = fakeGate({ ...everyState, cells: everyState.cells.slice(6) });
    expect(outcomesOf(renderGateJunit(isVoid))).toMatchObject({ splice: 'error' });
  });

  it.each([
    ['pass', 'system-out'],
    ['regression', 'failure'],
    ['inconclusive', 'error'],
    ['void', 'error'],
    ['empty', 'error'],
  ] as const)('is never green unless the gate is: %s', (outcome, element) => {
    expect(outcomesOf(renderGateJunit(fakeGate({ outcome })))['decision']).toBe(element);
  });

  it('keeps hostile words as data', () => {
    const nodes = parseXml(renderGateJunit(hostile));
    expect(nodes.find(({ name }) => name === 'failure')?.text).toBe(writable(HOSTILE));
  });
});

describe('annotations of a gate', () => {
  it.each([
    ['every-state', everyState],
    ['empty', emptyGate],
    ['hostile', hostile],
  ])('with %s read as the golden file', async (name, gate) => {
    await expect(renderGateAnnotations(gate)).toMatchFileSnapshot(
      `../golden/formats/gate-${name}-github.txt`,
    );
  });

  it('are errors for whatever ends with another status than 0', () => {
    for (const outcome of ['regression', 'inconclusive', 'void', 'empty'] as const) {
      expect(renderGateAnnotations(fakeGate({ outcome }))).toMatch(/^::error /);
    }
    expect(renderGateAnnotations(fakeGate())).toMatch(/^::notice /);
  });
});
