import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../reports/markdown.js';
import { fakeRecord } from '../fakes/records.js';
import { troubledRun } from '../fakes/runs.js';

describe('the warnings', () => {
  it('name together the strategies that share a doubt, with what to do', () => {
    expect(renderMarkdown(troubledRun)).toContain(
      '- bimodal (`splice` at 1 GB, `sendfile` at 1 GB and `mmap-write` at 1 GB): The samples fall into two groups. **What to do:** Free memory for the ballast, or use a smaller size.',
    );
  });

  it('have no heading when there are none', () => {
    expect(renderMarkdown(fakeRecord())).not.toContain('Warnings');
  });

  it('keep the id of a scenario that the record does not hold', () => {
    const warning = {
      code: 'scenario-left-out' as const,
      scenario: 'file-to-file-5GB',
      message: 'There is no space for it.',
      remedy: 'Use --dir.',
    };
    expect(renderMarkdown(fakeRecord({ warnings: [warning] }))).toContain(
      '- scenario-left-out (file-to-file-5GB): There is no space for it.',
    );
  });
});
