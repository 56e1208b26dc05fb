import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';
import type { By } from '@/shared/definitions/getFigures';
import type { Figure } from '@/shared/definitions/types';

import type { Layers } from './layers';

/** The figures as lines over periods: one line for each part, the running period hollow. */
interface Lines {
  periods: string[];
  parts: { name: string | null; figures: (Figure | undefined)[] }[];
}

/** What the chart calls things, and its colours. */
export interface Words {
  called: (part: string | null) => string;
  expected: string;
  band: (level: string) => string;
  level: string;
  change: string;
  colour: string;
  /** Of the whole, where parts stand beside it. */
  ink: string;
  faint: string;
}

/** The figures by part; where there is a split, the whole stands first. A first period that was cut is left out. */
export function lines(all: Figure[]): Lines {
  const first = all.reduce((least, figure) => (figure.period < least ? figure.period : least), all[0]?.period ?? '');
  const cut =
    all.some(figure => figure.period === first && !figure.whole) && all.some(figure => figure.period !== first);
  const figures = cut ? all.filter(figure => figure.period !== first) : all;
  const periods = [...new Set(figures.map(figure => figure.period))].sort();
  return spread(
    [...new Set(figures.map(figure => figure.segment))].map(name => ({
      name,
      figures: figures.filter(figure => figure.segment === name),
    })),
    periods,
  );
}

/** The same over other periods. */
export function over(found: Lines, periods: string[]): Lines {
  return spread(found.parts, periods);
}

function spread(parts: Lines['parts'], periods: string[]): Lines {
  return {
    periods,
    parts: parts.map(({ name, figures }) => {
      const own = new Map(figures.map(figure => [figure?.period, figure]));
      return { name, figures: periods.map(period => own.get(period)) };
    }),
  };
}

const HIDDEN = { symbol: 'none', silent: true, tooltip: { show: false }, lineStyle: { opacity: 0 } };

/** What the chart draws: the parts first, so that a series has the place of its part; then what is laid over them. */
export function option(found: Lines, laid: Layers, unit: string, by: By, format: Format, words: Words): Option {
  const alone = found.parts.length === 1;
  const whole = alone ? words.colour : words.ink;
  const named = [
    ...found.parts.map(part => words.called(part.name)),
    ...(laid.expected.length > 0 ? [words.expected] : []),
    ...(laid.changes.length > 0 ? [words.level] : []),
  ];
  const read = table(found, laid, '', words);
  return {
    grid: { bottom: named.length > 1 ? 36 : 8 },
    legend: named.length > 1 ? { type: 'scroll', data: named } : { show: false },
    tooltip: {
      trigger: 'axis',
      formatter: (points: { dataIndex: number }[]) => {
        const [period = '', ...values] = read.rows[points[0]?.dataIndex ?? 0] ?? [];
        const told = values.flatMap((value, place) =>
          typeof value === 'number' ? `${read.columns[place + 1]}  ${format.amount(value, unit)}` : [],
        );
        return [format.period(String(period), by), ...told].join('\n');
      },
    },
    xAxis: { type: 'category', boundaryGap: false, data: format.ticks(found.periods, by) },
    yAxis: {
      type: 'value',
      scale: false,
      axisLabel: { formatter: (value: number) => format.amount(value, unit, true) },
    },
    series: [
      ...found.parts.map(part => ({
        type: 'line',
        name: words.called(part.name),
        color: part.name === null ? whole : undefined,
        z: 4,
        areaStyle: alone ? { opacity: 0.08 } : undefined,
        data: part.figures.map(figure => ({
          value: figure?.value ?? null,
          symbol: figure?.whole === false ? 'emptyCircle' : 'circle',
        })),
      })),
      ...laid.bands.flatMap(({ level, low, high }) => [
        { ...HIDDEN, type: 'line', name: `${level} low`, stack: level, stackStrategy: 'all', data: low },
        {
          ...HIDDEN,
          type: 'line',
          name: words.band(level),
          stack: level,
          stackStrategy: 'all',
          areaStyle: { color: whole, opacity: 0.13 },
          data: high.map((value, place) => (value === null ? null : value - (low[place] ?? 0))),
        },
      ]),
      ...(laid.expected.length > 0
        ? [
            {
              type: 'line',
              name: words.expected,
              z: 3,
              silent: true,
              symbol: 'none',
              color: whole,
              lineStyle: { type: 'dashed' },
              data: laid.expected,
            },
          ]
        : []),
      ...(laid.changes.length > 0
        ? [
            {
              type: 'line',
              name: words.level,
              z: 3,
              silent: true,
              symbol: 'none',
              step: 'end',
              color: words.faint,
              lineStyle: { width: 1.6, type: 'dotted' },
              data: laid.level,
              markLine: {
                symbol: 'none',
                silent: true,
                label: { show: true, formatter: words.change, color: words.faint },
                lineStyle: { color: words.faint },
                data: laid.changes.map(period => ({ xAxis: found.periods.indexOf(period) })),
              },
            },
          ]
        : []),
    ],
  };
}

/** The same as a table. */
export function table(found: Lines, laid: Layers, period: string, words: Words): Table {
  const more = [
    ...(laid.expected.length > 0 ? [{ name: words.expected, values: laid.expected }] : []),
    ...laid.bands.flatMap(({ level, low, high }) => [
      { name: `${words.band(level)} ↓`, values: low },
      { name: `${words.band(level)} ↑`, values: high },
    ]),
    ...(laid.changes.length > 0 ? [{ name: words.level, values: laid.level }] : []),
  ];
  return {
    columns: [period, ...found.parts.map(part => words.called(part.name)), ...more.map(one => one.name)],
    rows: found.periods.map((at, place) => [
      at,
      ...found.parts.map(part => part.figures[place]?.value ?? null),
      ...more.map(one => one.values[place] ?? null),
    ]),
  };
}
