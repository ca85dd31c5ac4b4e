/** Filters: what is not wanted is hidden in lists, tables and charts alike. */
import type { Charts } from './live-charts.js';

const KINDS = ['route', 'size', 'strategy'] as const;
type Kind = (typeof KINDS)[number];

export function startFilters(charts: Charts): void {
  const form = document.querySelector<HTMLFormElement>('#filters');
  if (form === null) return;
  form.hidden = false;
  const apply = (): void => narrow(form, charts);
  form.addEventListener('change', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  // The boxes have their old state until the event is over.
  form.addEventListener('reset', () => setTimeout(apply));
  for (const [selector, checked] of [
    ['[data-none]', false],
    ['[data-all]', true],
  ] as const) {
    for (const button of form.querySelectorAll(selector)) {
      button.addEventListener('click', () => {
        for (const box of boxesIn(button.closest('fieldset') ?? form)) box.checked = checked;
        apply();
      });
    }
  }
  closeOthers(form);
  // A browser that goes back to the page ticks what was ticked.
  for (const kind of KINDS) countBoxes(form, kind);
  if (boxesIn(form).some(({ checked }) => !checked)) apply();
  else tell(form);
}

function boxesIn(parent: Element): HTMLInputElement[] {
  return [...parent.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
}

function narrow(form: HTMLFormElement, charts: Charts): void {
  const hidden: Record<Kind, ReadonlySet<string>> = {
    route: countBoxes(form, 'route'),
    size: countBoxes(form, 'size'),
    strategy: countBoxes(form, 'strategy'),
  };
  for (const element of document.querySelectorAll<HTMLElement>('section, nav li, tbody tr')) {
    const isHidden = KINDS.some((kind) => hidden[kind].has(element.dataset[kind] ?? ''));
    if (element.hidden !== isHidden) element.hidden = isHidden;
  }
  charts.show((strategy) => !hidden.strategy.has(strategy));
  tell(form);
}

/** Says how many boxes of the kind are ticked; returns what the others stand for. */
function countBoxes(form: HTMLFormElement, kind: Kind): ReadonlySet<string> {
  const boxes = boxesIn(form).filter(({ name }) => name === kind);
  const hidden = boxes.filter(({ checked }) => !checked).map(({ value }) => value);
  const count = boxes[0]?.closest('details')?.querySelector('.count');
  if (count) count.textContent = `${boxes.length - hidden.length} of ${boxes.length}`;
  return new Set(hidden);
}

/** For those who do not see the page change. */
function tell(form: HTMLFormElement): void {
  const all = [...document.querySelectorAll<HTMLElement>('section[data-route]')];
  const shown = all.filter(({ hidden }) => !hidden).length;
  const output = form.querySelector('output');
  if (output) output.textContent = `${shown} of ${all.length} scenarios shown`;
}

/** One list at a time; Escape and a press elsewhere close it. */
function closeOthers(form: HTMLFormElement): void {
  const lists = [...form.querySelectorAll('details')];
  const closeAll = (except?: Node | null): void => {
    for (const list of lists) if (!(except && list.contains(except))) list.open = false;
  };
  document.addEventListener('click', ({ target }) =>
    closeAll(target instanceof Node ? target : null),
  );
  form.addEventListener('keydown', ({ key, target }) => {
    if (key !== 'Escape') return;
    const list = target instanceof Element ? target.closest('details') : null;
    closeAll();
    list?.querySelector('summary')?.focus();
  });
}
