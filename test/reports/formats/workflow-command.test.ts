import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderRunAnnotations } from '../../../reports/formats/run-github.js';
import { renderAnnotations, type Annotation } from '../../../reports/formats/workflow-command.js';
import { hostileRun } from '../../fakes/sampled-run.js';

const plain = (text: string, meanings: Readonly<Record<string, string>>) =>
  text.replaceAll(/%(?:0D|0A|25|3A|2C)/g, (code) => meanings[code] ?? code);

/** As the runner reads it (ActionCommand.TryParseV2): properties end at `::`, and each at a comma. */
function parse(line: string) {
  const [, level, title = '', message = ''] = /^::(\w+) title=(.*?)::(.*)$/s.exec(line) ?? [];
  const data = { '%0D': '\r', '%0A': '\n', '%25': '%' };
  expect(title).not.toMatch(/[:,\r\n]/);
  return {
    level,
    title: plain(title, { ...data, '%3A': ':', '%2C': ',' }),
    message: plain(message, data),
  };
}

const harmless = (text: string): string => text.replaceAll(/(?![\r\n\t])\p{Cc}/gu, '\uFFFD');

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

describe('annotations', () => {
  it('give any words back as they were, one line each', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary' }), (title, message) => {
        const annotation: Annotation = { level: 'error', title, message };
        const lines = linesOf(renderAnnotations([annotation]));
        expect(lines).toHaveLength(1);
        expect(parse(lines[0]!)).toEqual({
          level: 'error',
          title: harmless(title),
          message: harmless(message),
        });
      }),
    );
  });

  it.each(['%0A', '\r\n::error::x', 'a:b,c::d', '%25', '100 %'])('keep %j as data', (words) => {
    const annotation: Annotation = { level: 'notice', title: words, message: words };
    expect(linesOf(renderAnnotations([annotation])).map(parse)).toEqual([annotation]);
  });

  it('tell the most serious first, and say how many GitHub would drop', () => {
    const warnings = Array.from({ length: 13 }, (_, index): Annotation => {
      return { level: 'warning', title: `w${index}`, message: '' };
    });
    const found = linesOf(
      renderAnnotations([...warnings, { level: 'error', title: 'e', message: '' }]),
    ).map(parse);
    expect(found).toHaveLength(11);
    expect(found[0]?.level).toBe('error');
    expect(found.at(-1)).toMatchObject({ level: 'warning', title: 'copybench: 4 more' });
  });

  it('of a run have a line for each, whatever its words', () => {
    for (const line of linesOf(renderRunAnnotations(hostileRun.record))) {
      expect(line).toMatch(/^::(?:error|warning|notice) title=/);
    }
  });
});
