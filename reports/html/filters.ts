/** What the page can be narrowed to: routes, sizes and strategies. Shown when the page may run its script. */
import { formatSizeExact } from '../../harness/core/units.js';
import type { RunRecord } from '../../harness/results/record.js';
import { escapeMarkup } from '../markup-escape.js';
import { isMeasured } from '../ranking.js';
import { wayName } from '../scenario-name.js';

/** Nothing where there is nothing to choose between. */
export function filtersHtml({ scenarios }: RunRecord): string {
  const sizes = scenarios.map(({ sizeBytes }) => sizeBytes).toSorted((a, b) => a - b);
  const strategies = scenarios.flatMap((scenario) =>
    scenario.strategies.filter(isMeasured).map(({ name }) => name),
  );
  const choices = [
    choice('route', 'Routes', scenarios.map(wayName)),
    choice('size', 'Sizes', sizes.map(formatSizeExact)),
    choice('strategy', 'Strategies', strategies.toSorted()),
  ];
  if (choices.every((html) => html === '')) return '';
  return `<form id="filters" aria-label="Narrow the report" hidden>
${choices.join('\n')}
<button type="reset">Show all</button>
<output aria-live="polite"></output>
</form>`;
}

function choice(name: string, title: string, values: readonly string[]): string {
  const different = [...new Set(values)];
  if (different.length < 2) return '';
  const boxes = different.map((value) => {
    const words = escapeMarkup(value);
    return `<label><input type="checkbox" name="${name}" value="${words}" checked> ${words}</label>`;
  });
  return `<details class="choice"><summary>${title} <span class="count"></span></summary>
<fieldset><legend>${title}</legend>
<button type="button" data-none>None</button> <button type="button" data-all>All</button>
${boxes.join('\n')}
</fieldset></details>`;
}
