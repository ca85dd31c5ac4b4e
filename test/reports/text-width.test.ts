import { describe, expect, it } from 'vitest';
import { chunks, shortened, textWidth } from '../../reports/text-width.js';

describe('width in a terminal', () => {
  it.each([
    ['', 0],
    ['splice', 6],
    ['1.31x ±∞ ¹', 10],
    ['ext4\u00a0', 5],
    ['复制', 4],
    ['ｆ', 2],
    ['한', 2],
    ['🚀', 2],
    ['👩‍💻', 2],
    ['e\u0301', 1],
  ])('%j takes %i columns', (words, columns) => {
    expect(textWidth(words)).toBe(columns);
  });

  it('shortens with an ellipsis and never beyond the columns', () => {
    expect(shortened('splice', 6)).toBe('splice');
    expect(shortened('copy-file-range', 8)).toBe('copy-fi…');
    expect(shortened('复制文件', 4)).toBe('复…');
  });
});

it('cuts words into pieces that fit, wide characters whole', () => {
  expect(chunks('abcdef', 4)).toEqual(['abcd', 'ef']);
  expect(chunks('流管道', 3)).toEqual(['流', '管', '道']);
  expect(chunks('', 4)).toEqual(['']);
});
