import type { ReactNode } from 'react';

import styles from './Grid.module.css';

export interface GridColumn<T> {
  key: string;
  title: ReactNode;
  right?: boolean;
  render: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  columns: GridColumn<T>[];
  rows: T[];
  rowKey: (row: T) => string | number;
}

/** A short table, as long as its rows; wide ones scroll within their own border. Long lists are `Rows`. */
export function Grid<T>({ label, columns, rows, rowKey }: Props<T>) {
  const side = (column: GridColumn<T>) => (column.right ? styles.right : undefined);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.key} scope="col" className={side(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={rowKey(row)}>
              {columns.map(column => (
                <td key={column.key} className={side(column)}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
