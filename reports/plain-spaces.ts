/** Words where no line is broken, as in charts and attributes: a no-break space keeps nothing together there. */
export function plainSpaces(words: string): string {
  return words.replaceAll('\u00a0', ' ');
}
