import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJunit, type TestCase } from '../../../reports/formats/junit.js';
import { renderRunJunit } from '../../../reports/formats/run-junit.js';
import { element, textElement } from '../../../reports/formats/xml.js';
import { emptyRun, troubledRun } from '../../fakes/runs.js';
import { outcomesOf, parseXml, writable } from './parse-xml.js';
import { hostileRun, smallRun } from '../../fakes/sampled-run.js';

describe('XML', () => {
  it('gives any text and any attribute back as it was', () => {
    assert(
      property(string({ unit: 'binary' }), string(), (text, value) => {
        const [node] = parseXml(textElement('a', { value }, text));
        expect(node?.text).toBe(writable(text));
        expect(node?.attributes['value']).toBe(writable(value));
      }),
    );
  });

  it.each(['\u0000', '\uD800', '\uDC00x', '\uFFFE', ']]>', '\r\n\t', '<!--', '&#0;'])(
    'stays well-formed with %j',
    (text) => {
      const [node] = parseXml(textElement('a', { text }, text));
      expect(node).toEqual({
        name: 'a',
        attributes: { text: writable(text) },
        text: writable(text),
      });
    },
  );

  it('closes an element without children, and leaves out what is undefined', () => {
    expect(element('a', { b: 1, c: undefined })).toBe('<a b="1"/>');
  });
});

const CASES: readonly TestCase[] = [
  { name: 'a', seconds: 0.5, outcome: 'passed', text: 'well' },
  { name: 'b', outcome: 'failure', text: 'failed' },
  { name: 'c', outcome: 'error', text: 'gone' },
  { name: 'd', outcome: 'skipped', text: 'not here' },
];

describe('JUnit', () => {
  const xml = renderJunit({
    name: 'all',
    hostname: 'here',
    startedAt: '2026-11-23T18:30:00.123Z',
    suites: [{ name: 's', properties: { x: 1, y: null }, cases: CASES, doubts: ['one', 'two'] }],
  });
  const nodes = parseXml(xml);
  const named = (name: string) => nodes.filter((node) => node.name === name);

  it('counts outcomes, and tells times without a zone', () => {
    const counts = { tests: '4', failures: '1', errors: '1', skipped: '1' };
    expect(named('testsuites')[0]?.attributes).toEqual({ name: 'all', ...counts });
    const where = { hostname: 'here', timestamp: '2026-11-23T18:30:00' };
    expect(named('testsuite')[0]?.attributes).toEqual({ name: 's', ...counts, ...where });
    expect(named('property').map(({ attributes }) => attributes)).toEqual([
      { name: 'x', value: '1' },
    ]);
  });

  it('gives a time to what was measured and to nothing else', () => {
    expect(named('testcase').map(({ attributes }) => attributes['time'])).toEqual([
      '0.500000000',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('holds its elements in the order that the schema demands', () => {
    const order = ['testsuites', 'testsuite', 'properties', 'property', 'testcase', 'system-out'];
    expect(nodes.map(({ name }) => name).slice(0, 6)).toEqual(order);
    expect(nodes.at(-1)).toMatchObject({ name: 'system-err', text: 'one\ntwo' });
  });
});

describe('a run in JUnit', () => {
  it('shows what failed, what is not supported, and what the budget left out', () => {
    expect(outcomesOf(renderRunJunit(smallRun.record))).toMatchObject({
      finished: 'system-out',
      splice: 'system-out',
      reflink: 'skipped',
      sendfile: 'failure',
      'file-to-file/1GB/warm/buffered/new': 'skipped',
    });
  });

  it('is in error when it was interrupted, or measured nothing', () => {
    expect(outcomesOf(renderRunJunit(troubledRun))).toMatchObject({
      finished: 'error',
      measured: 'system-out',
    });
    expect(outcomesOf(renderRunJunit(emptyRun))).toEqual({
      finished: 'system-out',
      measured: 'error',
    });
  });

  it('keeps hostile words as data', () => {
    const reason = hostileRun.record.scenarios[0]!.strategies.find(
      ({ outcome }) => outcome === 'failed',
    );
    const failure = parseXml(renderRunJunit(hostileRun.record)).find(
      ({ name }) => name === 'failure',
    );
    expect(failure?.text).toBe(writable(reason?.outcome === 'failed' ? reason.reason : ''));
  });
});
