/** Tables that are sorted by a column when its heading is pressed. */
import { compareKeys } from './sort-key.js';
import { whenNear } from './when-near.js';

export function startSorting(): void {
  const watcher = whenNear(document.querySelectorAll('table'), (table) => {
    watcher.unobserve(table);
    if (table instanceof HTMLTableElement) addButtons(table);
  });
}

function addButtons(table: HTMLTableElement): void {
  table.querySelectorAll<HTMLElement>('thead th').forEach((heading, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => sortBy(table, heading, column));
  });
}

function sortBy(table: HTMLTableElement, heading: HTMLElement, column: number): void {
  const direction = heading.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
  for (const other of table.querySelectorAll('thead th')) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
  const body = table.tBodies[0];
  const wordsOf = (row: HTMLTableRowElement): string => row.cells[column]?.textContent ?? '';
  const rows = [...(body?.rows ?? [])].toSorted((a, b) =>
    compareKeys(wordsOf(a), wordsOf(b), direction),
  );
  body?.append(...rows);
}
