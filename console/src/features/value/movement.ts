import type { Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';
import type { Mode } from '@/shared/theme/mode';
import { dark, light } from '@/shared/theme/palette';

import type { Movement } from './types';

/** What the movement draws: a Sankey from the groups then to the groups now. Colours tell whether a group is better or worse. */
export function movementOption(
  movement: Movement,
  order: string[],
  mode: Mode,
  format: Format,
  called: (group: string | null) => string,
): Option {
  const p = mode === 'dark' ? dark : light;
  const rank = (group: string | null) => (group === null ? order.length : order.indexOf(group));
  const flows = movement.flows.filter(flow => flow.customers > 0);
  const side = (of: 'was' | 'now') =>
    [...new Set(flows.map(flow => flow[of]))]
      .sort((one, other) => rank(one) - rank(other))
      .map(group => ({
        name: `${of}:${group ?? ''}`,
        depth: of === 'was' ? 0 : 1,
        itemStyle: { color: group === null ? p.lineStrong : p.textFaint },
        label: {
          position: of === 'was' ? 'right' : 'left',
          formatter: `${called(group)} ${format.number(
            flows.filter(flow => flow[of] === group).reduce((sum, flow) => sum + flow.customers, 0),
          )}`,
        },
      }));
  return {
    tooltip: {
      formatter: ({ data }: { data: { source?: string; words?: string; name?: string } }) => data.words ?? '',
    },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: 4,
        top: 8,
        bottom: 8,
        nodeGap: 10,
        nodeWidth: 12,
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        data: [...side('was'), ...side('now')],
        links: flows.map(flow => ({
          source: `was:${flow.was ?? ''}`,
          target: `now:${flow.now ?? ''}`,
          value: flow.customers,
          words: `${called(flow.was)} → ${called(flow.now)}\n${format.number(flow.customers)}`,
          lineStyle: { color: colour(rank(flow.now) - rank(flow.was), flow.was === null, p), opacity: 0.35 },
        })),
      },
    ],
  };
}

/** Green for who is in a better group than then, red for a worse one; the groups are ordered from the best. */
function colour(steps: number, came: boolean, p: typeof light): string {
  if (came || steps === 0) return p.lineStrong;
  return steps < 0 ? p.good : p.bad;
}

/** The same as a table. */
export function movementTable(movement: Movement, columns: string[], called: (group: string | null) => string): Table {
  return {
    columns,
    rows: movement.flows.map(flow => [called(flow.was), called(flow.now), flow.customers, flow.spend]),
  };
}
