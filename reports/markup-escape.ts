/** Data in HTML and SVG: no markup of theirs takes effect, in text and in quoted attributes. */

/** Characters that neither HTML nor XML allows. */
// oxlint-disable-next-line no-control-regex
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]+/g;
/** Characters that turn the direction of writing. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeMarkup(words: string): string {
  return withoutControls(words).replaceAll(
    /[&<>"']/g,
    (character) => ENTITIES[character] ?? character,
  );
}

export function withoutControls(words: string): string {
  return words.replaceAll(REFUSED, ' ').replaceAll(TURNING, ' ');
}
