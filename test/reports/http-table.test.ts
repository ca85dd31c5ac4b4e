import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../reports/markdown.js';
import { renderTerminal } from '../../reports/terminal.js';
import { httpRun } from '../fakes/http-runs.js';
import { goodRun } from '../fakes/runs.js';

describe('the report of HTTP servers', () => {
  it('reads as the golden files', async () => {
    await expect(renderMarkdown(httpRun)).toMatchFileSnapshot('golden/http.md');
    const terminal = renderTerminal(httpRun, { colour: false, columns: 100 });
    await expect(terminal).toMatchFileSnapshot('golden/http-100.txt');
  });

  it('leaves no column of servers out at 100 columns', () => {
    expect(renderTerminal(httpRun, { colour: false, columns: 100 })).not.toContain('Left out');
  });

  it('says so where there are not enough requests for a 99th percentile', () => {
    const report = renderMarkdown(httpRun);
    expect(report.split('not enough ').length - 1).toBe(4);
    expect(report).toContain('needs 300 requests');
  });

  it('has no words on servers where there are none', () => {
    const report = renderMarkdown(goodRun);
    expect(report).not.toContain('GETs');
    expect(report).not.toContain('Node server');
  });
});
