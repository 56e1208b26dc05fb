import { useEffect, useRef, useState } from 'react';

import type { Table } from '@/shared/format/csv';
import { useMode } from '@/shared/theme/mode';

import styles from './Chart.module.css';
import { ChartTable } from './ChartTable';
import { ChartTools } from './ChartTools';
import type { Engine } from './engine';
import { nearest } from './nearest';

/** What ECharts takes; written as plain data so that rooms need no types of the engine. */
export type Option = Record<string, unknown>;

/** A point that was clicked: of which series, the how-manieth, and what the option says of it. */
export interface Pick {
  series: number;
  index: number;
  name: string;
  data: unknown;
}

interface Props {
  /** What the chart shows, in words: read aloud, and the name of exported files. */
  title: string;
  option: Option;
  /** The same as figures: for export, for screen readers, and for who prefers to read. */
  table: Table;
  height?: number;
  onPick?: (pick: Pick) => void;
  /** What a cell of the table opens, for who cannot point: by its row and column; nothing where it opens nothing. */
  onCell?: (row: number, column: number) => (() => void) | undefined;
}

/** A chart with its table, and both to take away. The engine is loaded when the first chart is drawn. */
export function Chart({ title, option, table, height = 260, onPick, onCell }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const picked = useRef(onPick);
  const drawn = useRef(option);
  const [engine, setEngine] = useState<Engine | null>(null);
  const [asTable, setAsTable] = useState(false);
  const mode = useMode();

  useEffect(() => {
    picked.current = onPick;
    drawn.current = option;
  }, [onPick, option]);

  useEffect(() => {
    let made: Engine | null = null;
    let gone = false;
    const element = place.current;
    const watch = new ResizeObserver(() => made?.resize());
    void import('./engine').then(({ init }) => {
      if (gone || !element) return;
      made = init(element, mode);
      made.on('click', event => {
        const {
          seriesIndex = 0,
          dataIndex = 0,
          name,
          data,
        } = event as { seriesIndex?: number; dataIndex?: number; name: string; data: unknown };
        picked.current?.({ series: seriesIndex, index: dataIndex, name, data });
      });
      made.getZr().on('click', ({ target, offsetX, offsetY }) => {
        const found = made && !target ? nearest(made, drawn.current.series, offsetX, offsetY) : null;
        if (found) picked.current?.({ ...found, name: '', data: null });
      });
      watch.observe(element);
      setEngine(made);
    });
    return () => {
      gone = true;
      watch.disconnect();
      made?.dispose();
      setEngine(null);
    };
  }, [mode]);

  useEffect(() => {
    if (engine && !engine.isDisposed()) engine.setOption({ animationDuration: 250, ...option }, { notMerge: true });
  }, [engine, option]);

  return (
    <figure className={styles.chart} style={{ margin: 0 }}>
      <ChartTools title={title} table={table} engine={engine} asTable={asTable} onTable={setAsTable} />
      {asTable && <ChartTable title={title} table={table} height={height} onCell={onCell} />}
      <div
        ref={place}
        role="img"
        aria-label={title}
        className={asTable ? styles.hidden : styles.canvas}
        style={{ height, cursor: onPick ? 'pointer' : undefined }}
      />
    </figure>
  );
}
