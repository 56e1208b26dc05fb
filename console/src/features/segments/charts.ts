import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Apart } from './api/getDifferences';
import type { Preview } from './api/previewSegment';

type Point = Preview['chart'][number];

interface PastWords {
  customers: string;
  low: string;
  high: string;
  day: string;
}

/** The course of a segment; where only some customers were judged, the band in which the count lies. */
export function pastOption(points: Point[], words: PastWords, format: Format): Option {
  const sampled = points.some(point => !point.customers.exact);
  const hidden = {
    type: 'line',
    symbol: 'none',
    lineStyle: { opacity: 0 },
    stack: 'band',
    silent: true,
    tooltip: { show: false },
  };
  const band = [
    { ...hidden, name: words.low, data: points.map(point => point.customers.low) },
    {
      ...hidden,
      name: words.high,
      areaStyle: { opacity: 0.16 },
      data: points.map(point => point.customers.high - point.customers.low),
    },
  ];
  return {
    legend: { show: false },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format.number(value) : '–'),
    },
    xAxis: { type: 'category', boundaryGap: false, data: format.ticks(
      points.map(point => point.at),
      'week',
    ) },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { formatter: (value: number) => format.compact(value) } },
    series: [
      {
        type: 'line',
        name: words.customers,
        areaStyle: sampled ? undefined : { opacity: 0.08 },
        data: points.map(point => point.customers.count),
      },
      ...(sampled ? band : []),
    ],
  };
}

export function pastTable(points: Point[], words: PastWords): Table {
  return {
    columns: [words.day, words.customers, words.low, words.high],
    rows: points.map(({ at, customers }) => [at.slice(0, 10), customers.count, customers.low, customers.high]),
  };
}

type Difference = Apart['differences'][number];

interface ApartWords {
  dimension: string;
  strength: string;
  inside: string;
  outside: string;
  chance: string;
  unknown: string;
  of: (value: string, share: string) => string;
}

/** The strongest differences that chance does not explain; what the definition itself says is left out. */
export function telling(differences: Difference[], most: number, level = 0.05): Difference[] {
  return differences.filter(one => !one.by_definition && one.chance <= level && one.strength > 0).slice(0, most);
}

/** How strong each difference is, strongest on top; to the right where the segment lies above the others. */
export function apartOption(
  found: Difference[],
  called: (dimension: string) => string,
  words: ApartWords,
  format: Format,
): Option {
  const rising = [...found].reverse();
  return {
    grid: { top: 8, bottom: 8 },
    legend: { show: false },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const one = rising[dataIndex];
        if (!one) return '';
        const sides = [
          [words.inside, one.a],
          [words.outside, one.b],
        ] as const;
        return [called(one.dimension), ...sides.map(([name, side]) => `${name}: ${said(side, words, format)}`)].join(
          '\n',
        );
      },
    },
    xAxis: {
      type: 'value',
      min: -1,
      max: 1,
      axisLabel: { formatter: (value: number) => format.number(Math.abs(value)) },
    },
    yAxis: { type: 'category', data: rising.map(one => called(one.dimension)) },
    series: [
      {
        type: 'bar',
        name: words.strength,
        itemStyle: { borderRadius: 3 },
        data: rising.map(one => ({
          value: one.direction < 0 ? -one.strength : one.strength,
          itemStyle: one.direction < 0 ? { color: '#d1730a' } : undefined,
        })),
      },
    ],
  };
}

export function apartTable(
  found: Difference[],
  called: (dimension: string) => string,
  words: ApartWords,
  format: Format,
): Table {
  return {
    columns: [words.dimension, words.strength, words.inside, words.outside, words.chance],
    rows: found.map(one => [
      called(one.dimension),
      one.direction < 0 ? -one.strength : one.strength,
      said(one.a, words, format),
      said(one.b, words, format),
      one.chance,
    ]),
  };
}

/** What one group looks like in one dimension: the median, or the most frequent values. */
export function said(side: Difference['a'], words: ApartWords, format: Format): string {
  const shares = Object.entries(side.shares ?? {}).sort(([, one], [, other]) => other - one);
  if (shares.length > 0) {
    return shares
      .slice(0, 3)
      .map(([value, share]) => words.of(value, format.percent(share)))
      .join(format.language === 'zh' ? '、' : ', ');
  }
  return side.median === null || side.median === undefined ? words.unknown : format.value(side.median);
}
