import { FONT } from '@/shared/theme/antd';
import type { Mode } from '@/shared/theme/mode';
import { dark, light, series } from '@/shared/theme/palette';

/** Our palette in the words of ECharts. */
export function chartTheme(mode: Mode): object {
  const p = mode === 'dark' ? dark : light;
  const axis = {
    axisLine: { show: true, lineStyle: { color: p.line } },
    axisTick: { show: false },
    axisLabel: { color: p.textFaint, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: p.line, type: [2, 4] } },
    nameTextStyle: { color: p.textFaint },
  };
  return {
    color: series[mode],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, color: p.textSoft },
    grid: { left: 8, right: 16, top: 24, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: { ...axis, splitLine: { show: false } },
    logAxis: axis,
    line: {
      symbol: 'circle',
      symbolSize: 6,
      showSymbol: true,
      lineStyle: { width: 2.2 },
      emphasis: { focus: 'series' },
    },
    bar: { itemStyle: { borderRadius: [3, 3, 0, 0] }, barMaxWidth: 36 },
    sankey: {
      label: { color: p.text, textBorderColor: p.surface, textBorderWidth: 3 },
      lineStyle: { color: 'gradient', opacity: 0.3 },
      itemStyle: { borderWidth: 0 },
    },
    heatmap: { label: { color: p.text } },
    legend: {
      type: 'scroll',
      bottom: 0,
      icon: 'roundRect',
      itemWidth: 10,
      itemHeight: 10,
      textStyle: { color: p.textSoft },
      pageTextStyle: { color: p.textSoft },
    },
    tooltip: {
      // Text drawn on the canvas: whatever a name holds, it is never read as markup.
      renderMode: 'richText',
      confine: true,
      backgroundColor: p.rail,
      borderWidth: 0,
      padding: [8, 12],
      textStyle: { color: p.railText, fontFamily: FONT, fontSize: 13 },
      axisPointer: { lineStyle: { color: p.lineStrong }, crossStyle: { color: p.lineStrong } },
    },
    visualMap: { textStyle: { color: p.textFaint }, inRange: { color: [p.sunken, p.pine] } },
  };
}
