import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Calibration, Worth } from './types';

/** How value is spread (Lorenz): so large a share of customers, the least worth first, has so much of all value. */
export function spreadOption(
  worth: Worth,
  format: Format,
  words: { customers: string; value: string; even: string },
): Option {
  return {
    grid: { bottom: 58, top: 12 },
    legend: {},
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => format.percent(value as number),
    },
    xAxis: {
      type: 'value',
      max: 1,
      name: words.customers,
      nameLocation: 'middle',
      nameGap: 26,
      axisLabel: { formatter: (value: number) => format.percent(value) },
      axisPointer: { label: { formatter: ({ value }: { value: number }) => format.percent(value) } },
    },
    yAxis: { type: 'value', max: 1, axisLabel: { formatter: (value: number) => format.percent(value) } },
    series: [
      {
        type: 'line',
        name: words.value,
        showSymbol: false,
        areaStyle: { opacity: 0.08 },
        data: [[0, 0], ...worth.distribution.map(point => [point.customers, point.share])],
      },
      {
        type: 'line',
        name: words.even,
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

export function spreadTable(worth: Worth, columns: [string, string, string]): Table {
  return { columns, rows: worth.distribution.map(point => [point.customers, point.value, point.share]) };
}

/** A bin of the calibration as people say it: 2, or 3–5. */
export function bin({ from, to }: Calibration['bins'][number]): string {
  return from === to ? String(from) : `${from}–${to}`;
}

/** Purchases in the held-out time by how often customers had bought again: as forecast, and as it came. */
export function heldOption(
  calibration: Calibration,
  format: Format,
  words: { bins: string; expected: string; actual: string },
): Option {
  return {
    grid: { bottom: 58, top: 12 },
    legend: {},
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.number(value as number) },
    xAxis: { type: 'category', data: calibration.bins.map(bin), name: words.bins, nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'value' },
    series: [
      { type: 'bar', name: words.expected, data: calibration.bins.map(one => one.expected) },
      { type: 'bar', name: words.actual, data: calibration.bins.map(one => one.actual) },
    ],
  };
}

export function heldTable(calibration: Calibration, columns: [string, string, string, string]): Table {
  return { columns, rows: calibration.bins.map(one => [bin(one), one.customers, one.expected, one.actual]) };
}
