import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { FileSpreadsheet } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { driversQuery } from '@/shared/definitions/getDrivers';
import type { By } from '@/shared/definitions/getFigures';
import type { Metric } from '@/shared/definitions/types';
import { csv } from '@/shared/format/csv';
import { download } from '@/shared/format/download';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';

import { about, driversTable, type Driver } from '../drivers';
import styles from './DriversPanel.module.css';

/** How many dimensions, and how many parts of each, are shown. */
const DIMENSIONS = 6;
const PARTS = 6;

interface Props {
  metric: Metric;
  by: By;
  /** What a stage is called. */
  called: (part: string) => string;
}

/** Why the metric moved: what each part of the business added to the last change, dimension by dimension. */
export function DriversPanel({ metric, by, called }: Props) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  const query = useQuery(driversQuery(metric.name, by));
  const found = query.data;
  const periods =
    found &&
    t('drivers.note', {
      before: format.period(found.before_period, by),
      after: format.period(found.after_period, by),
    });
  const save = (drivers: Driver[]) => {
    const table = driversTable(drivers, [t('drivers.dimension'), t('drivers.part'), t('drivers.added')]);
    download(`${metric.name}.csv`, new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
  };
  return (
    <Panel
      title={t('drivers.title')}
      note={periods}
      actions={
        found &&
        found.drivers.length > 0 && (
          <Button size="small" type="text" icon={<FileSpreadsheet size={15} />} onClick={() => save(found.drivers)}>
            {t('drivers.csv')}
          </Button>
        )
      }
    >
      <Learnt query={query} rows={4}>
        {({ drivers, change }) => (
          <>
            <p className={styles.whole}>
              {change === 0
                ? t('drivers.still')
                : t(change > 0 ? 'drivers.up' : 'drivers.down', {
                    amount: format.amount(Math.abs(change), metric.unit, true),
                  })}
            </p>
            {drivers.length === 0 && <Empty title={t('drivers.empty.title')} text={t('drivers.empty.text')} />}
            <div className={styles.dimensions}>
              {drivers.slice(0, DIMENSIONS).map(driver => (
                <Dimension key={driver.dimension} driver={driver} unit={metric.unit} called={called} />
              ))}
            </div>
          </>
        )}
      </Learnt>
    </Panel>
  );
}

function Dimension({ driver, unit, called }: { driver: Driver; unit: string; called: (part: string) => string }) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  const parts = driver.parts.slice(0, PARTS);
  const most = Math.max(...parts.map(part => Math.abs(part.contribution ?? 0)), Number.EPSILON);
  const { own, name } = about(driver.dimension);
  const said = (value: string | null) => {
    if (value === null) return t('drivers.none');
    if (own === 'stage') return called(value);
    if (own === 'new or returning') return t(value === 'new' ? 'drivers.fresh' : 'drivers.returning');
    return value;
  };
  return (
    <div>
      <h3 className={styles.dimension}>{own ? t(`drivers.own.${own}`) : name}</h3>
      <ul className={styles.parts}>
        {parts.map((part, place) => {
          const contribution = part.contribution ?? 0;
          return (
            <li key={place} className={styles.part}>
              <span className={styles.name} title={said(part.value)}>
                {said(part.value)} {part.clear && <Pill tone="pine">{t('drivers.clear')}</Pill>}
              </span>
              <span className={styles.track}>
                <span
                  className={contribution < 0 ? styles.minus : styles.plus}
                  style={{ width: `${(Math.abs(contribution) / most) * 50}%` }}
                />
              </span>
              <span className={styles.amount}>
                {contribution > 0 && '+'}
                {format.amount(contribution, unit, true)}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
