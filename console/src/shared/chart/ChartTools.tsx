import { Button, Tooltip } from 'antd';
import { ChartLine, FileSpreadsheet, Image, Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { csv, type Table } from '@/shared/format/csv';
import { download } from '@/shared/format/download';

import styles from './Chart.module.css';
import type { Engine } from './engine';

interface Props {
  title: string;
  table: Table;
  engine: Engine | null;
  asTable: boolean;
  onTable: (wanted: boolean) => void;
}

/** Read as a table, take as CSV, take as a picture. */
export function ChartTools({ title, table, engine, asTable, onTable }: Props) {
  const { t } = useTranslation('shared');
  const saveCsv = () => download(`${title}.csv`, new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
  const savePicture = async () => {
    const ground = getComputedStyle(document.documentElement).getPropertyValue('--surface');
    const url = engine?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: ground });
    if (url) download(`${title}.png`, bytes(url));
  };
  const tool = (label: string, icon: React.ReactNode, act: () => void, disabled = false) => (
    <Tooltip title={label}>
      <Button type="text" size="small" aria-label={label} icon={icon} onClick={act} disabled={disabled} />
    </Tooltip>
  );
  return (
    <div className={styles.tools} data-print="no">
      {asTable
        ? tool(t('chart.asChart'), <ChartLine size={15} />, () => onTable(false))
        : tool(t('chart.asTable'), <Table2 size={15} />, () => onTable(true))}
      {tool(t('chart.csv'), <FileSpreadsheet size={15} />, saveCsv)}
      {tool(t('chart.png'), <Image size={15} />, () => void savePicture(), !engine || asTable)}
    </div>
  );
}

/** The bytes of a data URL; not fetched, because the page may only connect to its own origin. */
function bytes(url: string): Blob {
  const text = atob(url.slice(url.indexOf(',') + 1));
  return new Blob([Uint8Array.from(text, char => char.charCodeAt(0))], { type: 'image/png' });
}
