import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Flow } from './types';

/** The words of the chart, in this order: period, who is there, who came, who went. */
export type Words = [string, string, string, string];

interface Stocked {
  period: string;
  after: number;
  entered: number;
  left: number;
}

/** One stage over the periods; those before anybody was in it are left out. */
export function stocked(flows: Flow[], stage: string): Stocked[] {
  const all = flows.map(flow => {
    const own = flow.stocks.find(stock => stock.stage === stage);
    return { period: flow.period, after: own?.after ?? 0, entered: own?.entered ?? 0, left: own?.left ?? 0 };
  });
  const begun = all.findIndex(one => one.after > 0 || one.entered > 0);
  return begun < 0 ? [] : all.slice(begun);
}

/** Who came above the line and who went below it as bars, and how many that left as a line. */
export function stockOption(found: Stocked[], words: Words, format: Format): Option {
  return {
    grid: { bottom: 36 },
    legend: {},
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.number(Math.abs(value as number)) },
    xAxis: { type: 'category', data: format.ticks(
      found.map(one => one.period),
      'month',
    ) },
    yAxis: { type: 'value', axisLabel: { formatter: (value: number) => format.compact(value) } },
    series: [
      { type: 'line', name: words[1], data: found.map(one => one.after) },
      { type: 'bar', stack: 'moves', name: words[2], data: found.map(one => one.entered) },
      { type: 'bar', stack: 'moves', name: words[3], data: found.map(one => -one.left) },
    ],
  };
}

/** The same as a table. */
export function stockTable(found: Stocked[], words: Words): Table {
  return { columns: words, rows: found.map(one => [one.period, one.after, one.entered, one.left]) };
}
