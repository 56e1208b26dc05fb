import type { Mode } from '@/shared/theme/mode';
import { dark, light } from '@/shared/theme/palette';

import type { Option } from './Chart';

interface HeatCell {
  /** Null: there is nothing to say; the cell stays empty. */
  value: number | null;
  /** What stands in the cell, line by line. */
  text: string;
  /** What the tooltip says below the names of row and column. */
  more?: string[];
}

export interface Heat {
  columns: string[];
  /** From the top to the bottom. */
  rows: string[];
  /** By row, then column. */
  cells: HeatCell[][];
  columnName?: string;
  rowName?: string;
}

/** From this part of the greatest value on a cell is so dark (at night: so bright) that its text turns. */
const TURN = 0.7;

/** A grid whose cells are the stronger the greater their value. The data of a cell is `[column, row, value]`. */
export function heatOption({ columns, rows, cells, columnName, rowName }: Heat, mode: Mode): Option {
  const p = mode === 'dark' ? dark : light;
  const most = Math.max(Number.EPSILON, ...cells.flat().map(cell => cell.value ?? 0));
  const axis = { type: 'category', axisLine: { show: false }, axisLabel: { hideOverlap: false, interval: 0 } };
  return {
    grid: { top: columnName ? 30 : 8, bottom: 8, left: rowName ? 34 : 8, right: 8 },
    xAxis: {
      ...axis,
      data: columns,
      position: 'top',
      name: columnName,
      nameLocation: 'middle',
      nameGap: 26,
      axisLabel: { ...axis.axisLabel, width: 84, overflow: 'truncate' },
    },
    yAxis: { ...axis, data: rows, inverse: true, name: rowName, nameLocation: 'middle', nameGap: 26 },
    tooltip: {
      formatter: ({ data }: { data: { value: [number, number, number] } }) => {
        const [column, row] = data.value;
        const cell = cells[row]?.[column];
        return [`${rows[row]} → ${columns[column]}`, ...(cell?.more ?? [cell?.text ?? ''])].join('\n');
      },
    },
    visualMap: { show: false, min: 0, max: most, inRange: { color: [p.sunken, p.pine] } },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: p.surface, borderWidth: 2, borderRadius: 4 },
        data: cells.flatMap((line, row) =>
          line.flatMap((cell, column) =>
            cell.value === null
              ? []
              : {
                  value: [column, row, cell.value],
                  label: {
                    show: true,
                    formatter: cell.text,
                    lineHeight: 16,
                    color: cell.value / most > TURN ? p.onPine : p.text,
                  },
                },
          ),
        ),
      },
    ],
  };
}
