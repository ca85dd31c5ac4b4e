/** Charts that answer: each is drawn anew when it comes near the screen, at the width there is. */
import type { EChartsType } from 'echarts/core';
import type { Chart } from '../charts/chart.js';
import { keepOnly } from './keep-only.js';
import { chartHeightPx, chartOption } from './option.js';
import { init } from './parts.js';
import { whenNear } from './when-near.js';

type IsShown = (strategy: string) => boolean;

export interface Charts {
  /** Shows these strategies alone, in every chart. */
  show(isShown: IsShown): void;
}

/** A chart in its place; the picture that stood there is kept for paper. */
class LiveChart {
  readonly place: HTMLElement;
  readonly #chart: Chart;
  #picture: Element | null;
  #drawing: EChartsType | undefined;

  constructor(chart: Chart, place: HTMLElement) {
    this.#chart = chart;
    this.place = place;
    this.#picture = place.firstElementChild;
    // Only a picture may have to be scrolled: what is drawn here fits.
    place.removeAttribute('tabindex');
    if (this.#picture === null) place.style.height = `${chartHeightPx(chart)}px`;
  }

  get isDrawn(): boolean {
    return this.#drawing !== undefined;
  }

  draw(isShown: IsShown): void {
    const chart = keepOnly(this.#chart, isShown);
    const [width, height] = [this.place.clientWidth, chartHeightPx(chart)];
    if (width === 0) return;
    this.place.style.height = `${height}px`;
    if (this.#drawing === undefined) {
      this.place.replaceChildren();
      this.#drawing = init(this.place, null, { renderer: 'svg', width, height });
    } else this.#drawing.resize({ width, height });
    this.#drawing.setOption(chartOption(chart, width), { notMerge: true });
  }

  /** Puts the picture back, where there was one; it fits any width. */
  forPaper(isShown: IsShown): void {
    if (this.#picture === null) {
      this.draw(isShown);
      return;
    }
    this.#drawing?.dispose();
    this.#drawing = undefined;
    this.place.style.height = '';
    this.place.replaceChildren(this.#picture);
  }
}

function everything(): boolean {
  return true;
}

export function startCharts(): Charts {
  let isShown: IsShown = everything;
  const charts = chartsInPage();
  const redraw = (): void => {
    for (const chart of charts.values()) if (chart.isDrawn) chart.draw(isShown);
  };
  const watcher = whenNear(charts.keys(), (place) => {
    const chart = charts.get(place);
    if (chart?.isDrawn === false) chart.draw(isShown);
  });
  addEventListener('resize', debounced(redraw));
  addEventListener('beforeprint', () => {
    for (const chart of charts.values()) chart.forPaper(isShown);
  });
  addEventListener('afterprint', () => {
    watcher.disconnect();
    for (const place of charts.keys()) watcher.observe(place);
  });
  return {
    show: (wanted) => {
      isShown = wanted;
      redraw();
    },
  };
}

/** By the places that they are drawn in. */
function chartsInPage(): ReadonlyMap<Element, LiveChart> {
  const json = document.querySelector('#charts')?.textContent ?? '[]';
  // The report wrote it; its own types say what it holds.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const charts = JSON.parse(json) as readonly Chart[];
  const places = charts.flatMap((chart) => {
    const place = document.getElementById(chart.id)?.querySelector<HTMLElement>('.drawing');
    return place ? [[place, new LiveChart(chart, place)] as const] : [];
  });
  return new Map(places);
}

function debounced(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 150);
  };
}
