/** What custom series are drawn with: shapes, and what ECharts says of the plot, made safe to use. */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';

/** The plot's rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One shape, as ECharts' `renderItem` returns it. */
export interface Sketched {
  readonly type: 'line' | 'circle' | 'rect' | 'polygon' | 'text';
  readonly shape?: object;
  readonly style: object;
}

/** Shapes of one mark. ECharts' own type for it is a union that no literal fits. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Element = any;

export function boxOf({ coordSys }: CustomSeriesRenderItemParams): Box {
  return {
    x: numberIn(coordSys, 'x'),
    y: numberIn(coordSys, 'y'),
    width: numberIn(coordSys, 'width'),
    height: numberIn(coordSys, 'height'),
  };
}

/** Height of a row in pixels. */
export function bandOf(api: CustomSeriesRenderItemAPI): number {
  const size = api.size?.([0, 1]);
  return Array.isArray(size) ? (size[1] ?? 0) : 0;
}

/** Which mark a tooltip is asked for. */
export function indexIn(params: unknown): number {
  return typeof params === 'object' && params !== null ? numberIn(params, 'dataIndex') : 0;
}

function numberIn(thing: object, key: string): number {
  const value: unknown = Reflect.get(thing, key);
  return typeof value === 'number' ? value : 0;
}
