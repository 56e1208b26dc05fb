import type { Table } from '@/shared/format/csv';
import { useFormat } from '@/shared/format/useFormat';

import styles from './Chart.module.css';

/** The figures of a chart. */
export function ChartTable({ title, table, height }: { title: string; table: Table; height: number }) {
  const format = useFormat();
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
                <td key={column}>{format.value(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
