import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';

import styles from './Rows.module.css';

export interface Column<T> {
  key: string;
  title: ReactNode;
  /** A track of the grid: `120px`, `minmax(160px, 2fr)`. */
  width: string;
  right?: boolean;
  /** Where the column orders the rows: how it does now, and what a click on its head does. */
  sorted?: 'ascending' | 'descending';
  onSort?: () => void;
  render: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string | number;
  /** How high the window is at most, as CSS: few rows take less. */
  height: string;
  rowHeight?: number;
  /** Called when the last rows come into view: load more. */
  onEnd?: () => void;
  /** Said below the last row: that more comes, or how to go on. */
  foot?: ReactNode;
}

const OVERSCAN = 12;

/** A table of any length: only the rows in view are in the page, so 100,000 scroll like ten. */
export function Rows<T>({ label, columns, rows, rowKey, height, rowHeight = 44, onEnd, foot }: Props<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  const end = useRef(onEnd);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    end.current = onEnd;
  }, [onEnd]);
  useEffect(() => {
    if (last >= 0 && last >= rows.length - OVERSCAN) end.current?.();
  }, [last, rows.length]);
  const least = columns.reduce((sum, column) => sum + Number(/(\d+)px/.exec(column.width)?.[1] ?? 0), 0);
  const width = `calc(${least}px + ${columns.length - 1} * var(--gap-4) + 2 * var(--gap-4))`;
  const grid = { gridTemplateColumns: columns.map(column => column.width).join(' ') };
  return (
    <div ref={scroll} className={styles.scroll} style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={label}>
      <div style={{ minWidth: width }} role="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <div className={styles.head} role="row" style={grid}>
          {columns.map(column => (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={column.sorted}
              className={column.right ? `${styles.cell} ${styles.right}` : styles.cell}
            >
              {column.onSort ? <SortHead column={column} /> : column.title}
            </div>
          ))}
        </div>
        <div style={{ position: 'relative', height: virtual.getTotalSize() }} role="rowgroup">
          {shown.map(item => {
            const row = rows[item.index] as T;
            return (
              <div
                key={rowKey(row)}
                role="row"
                aria-rowindex={item.index + 2}
                className={styles.row}
                style={{ ...grid, height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {columns.map(column => (
                  <div
                    key={column.key}
                    role="cell"
                    className={column.right ? `${styles.cell} ${styles.right}` : styles.cell}
                  >
                    {column.render(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {foot && <div className={styles.more}>{foot}</div>}
    </div>
  );
}

function SortHead<T>({ column }: { column: Column<T> }) {
  const Arrow = column.sorted === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className={column.right ? `${styles.sort} ${styles.back}` : styles.sort}
      onClick={column.onSort}
    >
      {column.title}
      <Arrow size={12} aria-hidden className={column.sorted ? styles.arrow : styles.ghost} />
    </button>
  );
}
