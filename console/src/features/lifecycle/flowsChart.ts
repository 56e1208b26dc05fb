import type { Option } from '@/shared/chart/Chart';
import type { Format } from '@/shared/format/format';
import type { Table } from '@/shared/format/csv';
import type { Mode } from '@/shared/theme/mode';
import { series } from '@/shared/theme/palette';

import type { Sankey, Station, Stream } from './sankey';

/** What the diagram draws. `called` names a stage; the empty one is who was not there yet (or is no more). */
export function option(
  found: Sankey,
  stages: string[],
  mode: Mode,
  format: Format,
  called: (stage: string) => string,
): Option {
  const colours = series[mode];
  const last = found.periods.length;
  const colour = (stage: string) =>
    stage === '' ? colours[colours.length - 1] : colours[stages.indexOf(stage) % (colours.length - 1)];
  const totals = new Map(found.stations.map(one => [one.name, one.customers]));
  return {
    tooltip: {
      trigger: 'item',
      formatter: ({ dataType, data }: { dataType: 'node' | 'edge'; data: Station & Stream }) =>
        dataType === 'node'
          ? `${called(data.stage)}\n${format.number(data.customers)}`
          : [
              `${called(data.from)} → ${called(data.to)}`,
              `${format.number(data.value)} · ${format.percent(data.value / (totals.get(data.source) ?? data.value))}`,
            ].join('\n'),
    },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: 4,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeGap: 14,
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        data: found.stations.map(one => ({
          ...one,
          value: one.customers,
          depth: one.column,
          itemStyle: { color: colour(one.stage) },
          label: {
            position: one.column === last ? 'left' : 'right',
            formatter: `${called(one.stage)} ${format.number(one.customers)}`,
          },
        })),
        links: found.streams,
      },
    ],
  };
}

/** The streams as a table. */
export function table(
  found: Sankey,
  columns: [string, string, string, string],
  called: (stage: string) => string,
): Table {
  return { columns, rows: found.streams.map(one => [one.period, called(one.from), called(one.to), one.value]) };
}
