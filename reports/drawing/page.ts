/** What the page does when it may run its script: charts to ask, tables to sort, filters. The page is whole without. */
import { startCharts } from './live-charts.js';
import { startFilters } from './narrowing.js';
import { startSorting } from './sorting.js';

document.documentElement.classList.add('js');
const charts = startCharts();
startSorting();
startFilters(charts);
