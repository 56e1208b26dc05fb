import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Share } from './types';

const MOST = 20;

/** The most frequent items as bars, the longest on top, and beside each how likely it was on average. */
export function sharesOption(
  shares: Share[],
  words: { share: string; probability: string; none: string },
  format: Format,
): Option {
  const shown = shares.slice(0, MOST).reverse();
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 34 },
    legend: { data: [words.share, words.probability] },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.percent(Number(value)) },
    xAxis: { type: 'value', min: 0, axisLabel: { formatter: (value: number) => format.percent(value) } },
    yAxis: { type: 'category', data: shown.map(share => named(share, words.none)) },
    series: [
      {
        name: words.share,
        type: 'bar',
        barMaxWidth: 16,
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        data: shown.map(share => share.share),
      },
      { name: words.probability, type: 'scatter', symbolSize: 9, data: shown.map(share => share.probability) },
    ],
  };
}

/** The same as figures, all of them. */
export function sharesTable(
  shares: Share[],
  words: { item: string; decisions: string; share: string; probability: string; none: string },
): Table {
  return {
    columns: [words.item, words.decisions, words.share, words.probability],
    rows: shares.map(share => [named(share, words.none), share.decisions, share.share, share.probability]),
  };
}

/** The item of a bar that was clicked: bars stand in reverse. */
export function pickedItem(shares: Share[], index: number): string | undefined {
  const shown = shares.slice(0, MOST);
  return shown[shown.length - 1 - index]?.item ?? undefined;
}

function named(share: Share, none: string): string {
  return share.item === null ? none : share.called;
}
