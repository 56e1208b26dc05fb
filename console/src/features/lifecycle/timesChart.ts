import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Time } from './types';

/** Who is still in a stage after so many days, as a line for each stage; at day 0 everybody is. */
export function keptOption(times: Time[], format: Format, called: (stage: string) => string, days: string): Option {
  return {
    grid: { bottom: times.length > 1 ? 58 : 28, top: 12 },
    legend: times.length > 1 ? {} : { show: false },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format.percent(value) : '–'),
    },
    xAxis: { type: 'value', name: days, nameLocation: 'middle', nameGap: 24, splitLine: { show: false } },
    yAxis: { type: 'value', max: 1, axisLabel: { formatter: (value: number) => format.percent(value) } },
    series: times.map(time => ({
      type: 'line',
      step: 'end',
      name: called(time.stage),
      areaStyle: times.length === 1 ? { opacity: 0.08 } : undefined,
      data: [[0, 1], ...time.kept.map(kept => [kept.days, kept.share])],
    })),
  };
}

/** The same as a table. */
export function keptTable(times: Time[], called: (stage: string) => string, columns: [string, string, string]): Table {
  return { columns, rows: times.flatMap(time => time.kept.map(kept => [called(time.stage), kept.days, kept.share])) };
}
