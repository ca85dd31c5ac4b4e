/** Styled text as HTML. Colours are classes, and the words say the same without them. */
import { escapeMarkup } from '../markup-escape.js';
import type { Text } from '../text.js';

export function inline(spans: Text): string {
  return spans.map(({ text, style }) => wrapped(escapeMarkup(text), style)).join('');
}

function wrapped(words: string, style: Text[number]['style']): string {
  if (style === 'plain') return words;
  if (style === 'code') return `<code>${words}</code>`;
  return style === 'strong'
    ? `<strong>${words}</strong>`
    : `<span class="${style}">${words}</span>`;
}
