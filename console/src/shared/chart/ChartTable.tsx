import type { Table } from '@/shared/format/csv';
import { useFormat } from '@/shared/format/useFormat';

import styles from './Chart.module.css';

interface Props {
  title: string;
  table: Table;
  height: number;
  /** What a cell opens, by its row and column. */
  onCell?: (row: number, column: number) => (() => void) | undefined;
}

/** The figures of a chart. */
export function ChartTable({ title, table, height, onCell }: Props) {
  const format = useFormat();
  const figure = (cell: Table['rows'][number][number], row: number, column: number) => {
    const open = onCell?.(row, column);
    const said = format.value(cell);
    return open ? (
      <button type="button" className={styles.open} onClick={open}>
        {said}
      </button>
    ) : (
      said
    );
  };
  return (
    <div
      className={styles.scroll}
      style={{ maxHeight: Math.max(height, 240) }}
      tabIndex={0}
      role="region"
      aria-label={title}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) => (
                <td key={column}>{figure(cell, place, column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
