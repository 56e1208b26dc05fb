import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Bin, Gain, Weight } from './card';

const middle = (name: string) => ({ name, nameLocation: 'middle', nameGap: 28 });

/** What was promised against what came; on the diagonal they are the same. `chance`: both are probabilities. */
export function curveOption(
  curve: Bin[],
  chance: boolean,
  format: Format,
  words: { predicted: string; observed: string; ideal: string },
): Option {
  const most = Math.max(...curve.flatMap(bin => [bin.predicted, bin.observed, bin.high ?? 0]), Number.EPSILON);
  const end = chance ? Math.min(1, most * 1.05) : most * 1.05;
  const label = { formatter: (value: number) => (chance ? format.percent(value) : format.compact(value)) };
  const written = (value: unknown) =>
    typeof value !== 'number' ? '–' : chance ? format.percent(value) : format.number(value);
  return {
    grid: { bottom: 62, top: 12 },
    legend: { data: [words.observed, words.ideal] },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex, seriesName }: { dataIndex: number; seriesName: string }) => {
        const bin = curve[dataIndex];
        if (!bin || seriesName === words.ideal) return '';
        const range = bin.low === undefined ? '' : ` (${written(bin.low)} – ${written(bin.high)})`;
        return `${words.predicted} ${written(bin.predicted)}\n${words.observed} ${written(bin.observed)}${range}`;
      },
    },
    xAxis: { type: 'value', min: 0, max: end, axisLabel: label, ...middle(words.predicted) },
    yAxis: { type: 'value', min: 0, max: end, axisLabel: label },
    series: [
      { type: 'line', name: words.observed, data: curve.map(bin => [bin.predicted, bin.observed]) },
      {
        type: 'line',
        name: words.ideal,
        showSymbol: false,
        lineStyle: { type: 'dashed', width: 1.2 },
        data: [
          [0, 0],
          [end, end],
        ],
      },
      // The intervals: one short vertical line for each bin.
      ...curve
        .filter(bin => bin.low !== undefined && bin.high !== undefined)
        .map(bin => ({
          type: 'line',
          silent: true,
          showSymbol: false,
          lineStyle: { width: 1, opacity: 0.5 },
          itemStyle: { color: 'gray' },
          data: [
            [bin.predicted, bin.low],
            [bin.predicted, bin.high],
          ],
        })),
    ],
  };
}

export function curveTable(curve: Bin[], columns: [string, string, string, string, string]): Table {
  return { columns, rows: curve.map(bin => [bin.predicted, bin.observed, bin.low, bin.high, bin.customers]) };
}

/** How many of all that came true one finds among the likeliest tenth, two tenths …; and by chance. */
export function gainsOption(
  gains: Gain[],
  format: Format,
  words: { share: string; captured: string; lift: string; chance: string },
): Option {
  const label = { formatter: (value: number) => format.percent(value) };
  return {
    grid: { bottom: 62, top: 12 },
    legend: {},
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format.percent(value) : '–'),
    },
    xAxis: { type: 'value', min: 0, max: 1, axisLabel: label, ...middle(words.share) },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: label },
    series: [
      {
        type: 'line',
        name: words.captured,
        areaStyle: { opacity: 0.08 },
        data: [[0, 0], ...gains.map(gain => [gain.share, gain.captured])],
      },
      {
        type: 'line',
        name: words.chance,
        showSymbol: false,
        lineStyle: { type: 'dashed', width: 1.2 },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  };
}

export function gainsTable(gains: Gain[], columns: [string, string, string, string]): Table {
  return { columns, rows: gains.map(gain => [gain.share, gain.captured, gain.lift, gain.rate]) };
}

/** What weighs most, as bars, the greatest at the top. */
export function weightsOption(weights: Weight[], format: Format): Option {
  return {
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.percent(value as number) },
    xAxis: { type: 'value', axisLabel: { formatter: (value: number) => format.percent(value) } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: weights.map(weight => weight.title || weight.name),
      axisLabel: { interval: 0, width: 140, overflow: 'truncate' },
    },
    series: [{ type: 'bar', itemStyle: { borderRadius: [0, 3, 3, 0] }, data: weights.map(weight => weight.share) }],
  };
}

export function weightsTable(weights: Weight[], columns: [string, string, string]): Table {
  return { columns, rows: weights.map(weight => [weight.title || weight.name, weight.share, weight.missing]) };
}

/** How many customers have which score. */
export function scoresOption(scores: { from: number; customers: number }[], format: Format): Option {
  return {
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.number(value as number) },
    xAxis: { type: 'category', data: scores.map(one => format.number(one.from)) },
    yAxis: { type: 'value' },
    series: [{ type: 'bar', data: scores.map(one => one.customers) }],
  };
}

export function scoresTable(scores: { from: number; customers: number }[], columns: [string, string]): Table {
  return { columns, rows: scores.map(one => [one.from, one.customers]) };
}
