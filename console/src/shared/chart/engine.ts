// The drawing engine, with the kinds of charts that the rooms use. It is heavy and therefore only loaded by `Chart`, lazily.
import { BarChart, GraphChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init as begin, use as register, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

import type { Mode } from '@/shared/theme/mode';

import { chartTheme } from './theme';

register([
  BarChart,
  GraphChart,
  HeatmapChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

export type Engine = EChartsType;

/** A chart in this element, in our colours. */
export function init(element: HTMLElement, mode: Mode): Engine {
  return begin(element, chartTheme(mode), { renderer: 'canvas' });
}
