import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';
import type { Figure } from '@/shared/definitions/types';

/** The figures as lines over periods: one line for each part, the running period dashed. */
export interface Lines {
  periods: string[];
  parts: { name: string | null; figures: (Figure | undefined)[] }[];
}

/** The figures by part; where there is a split, the whole stands first. A first period that was cut is left out. */
export function lines(all: Figure[]): Lines {
  const first = all.reduce((least, figure) => (figure.period < least ? figure.period : least), all[0]?.period ?? '');
  const cut =
    all.some(figure => figure.period === first && !figure.whole) && all.some(figure => figure.period !== first);
  const figures = cut ? all.filter(figure => figure.period !== first) : all;
  const periods = [...new Set(figures.map(figure => figure.period))].sort();
  const names = [...new Set(figures.map(figure => figure.segment))];
  return {
    periods,
    parts: names.map(name => {
      const own = new Map(figures.filter(figure => figure.segment === name).map(figure => [figure.period, figure]));
      return { name, figures: periods.map(period => own.get(period)) };
    }),
  };
}

/** What the chart draws. `called` names a part; the part of everybody has the metric's own name. */
export function option(found: Lines, unit: string, format: Format, called: (part: string | null) => string): Option {
  return {
    grid: { bottom: found.parts.length > 1 ? 36 : 8 },
    legend: found.parts.length > 1 ? {} : { show: false },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format.amount(value, unit) : '–'),
    },
    xAxis: { type: 'category', boundaryGap: false, data: found.periods.map(period => format.day(period)) },
    yAxis: {
      type: 'value',
      scale: false,
      axisLabel: { formatter: (value: number) => format.amount(value, unit, true) },
    },
    series: found.parts.map(part => ({
      type: 'line',
      name: called(part.name),
      areaStyle: found.parts.length === 1 ? { opacity: 0.08 } : undefined,
      data: part.figures.map(figure => ({
        value: figure?.value ?? null,
        symbol: figure?.whole === false ? 'emptyCircle' : 'circle',
      })),
    })),
  };
}

/** The same as a table. */
export function table(found: Lines, period: string, called: (part: string | null) => string): Table {
  return {
    columns: [period, ...found.parts.map(part => called(part.name))],
    rows: found.periods.map((at, place) => [at, ...found.parts.map(part => part.figures[place]?.value ?? null)]),
  };
}
