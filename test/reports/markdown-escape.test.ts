import { describe, expect, it } from 'vitest';
import {
  codeBlock,
  codeSpan,
  escapeLineStart,
  escapeMarkdown,
} from '../../reports/markdown-escape.js';

describe('data in markdown', () => {
  it.each([
    ['a | b', String.raw`a \| b`],
    ['*bold* _it_ `code`', String.raw`\*bold\* \_it\_ \`code\``],
    ['<img src=x>', String.raw`\<img src=x\>`],
    ['[text](url)', String.raw`[text\](url)`],
    ['![alt](url)', String.raw`\![alt\](url)`],
    ['[a]: url', String.raw`[a\]: url`],
    ['~~struck~~', String.raw`\~\~struck\~\~`],
    ['&lt; AT&T a & b', '&amp;lt; AT&amp;T a & b'],
    ['two\r\nlines\u0000', 'two lines '],
  ])('%j takes no effect', (words, escaped) => {
    expect(escapeMarkdown(words)).toBe(escaped);
  });

  it.each(['1.31x [1.27, 1.35]', '~ MDE 3 %', '±∞', '156/45 ms; "faster"'])(
    '%s stays readable',
    (words) => {
      expect(escapeMarkdown(words)).toBe(words);
    },
  );

  it.each([
    ['# heading', String.raw`\# heading`],
    ['- item', String.raw`\- item`],
    ['1. item', String.raw`1\. item`],
    ['7 MB', '7 MB'],
  ])('%j begins no other block', (line, escaped) => {
    expect(escapeLineStart(line)).toBe(escaped);
  });

  it('fences code with more backticks than it holds', () => {
    expect(codeSpan('splice', 'prose')).toBe('`splice`');
    expect(codeSpan('a`b', 'prose')).toBe('``a`b``');
    expect(codeSpan('`a', 'prose')).toBe('`` `a ``');
    expect(codeBlock('```\nx', 'sh')).toBe('````sh\n```\nx\n````');
  });

  it('escapes a pipe in code only where it would end a cell', () => {
    expect(codeSpan('a|b', 'table')).toBe(['`a', 'b`'].join(String.raw`\|`));
    expect(codeSpan('a|b', 'prose')).toBe('`a|b`');
  });
});
