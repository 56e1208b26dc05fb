import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { driversQuery } from '@/shared/definitions/getDrivers';
import type { By } from '@/shared/definitions/getFigures';
import { useFormat } from '@/shared/format/useFormat';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';

import styles from './DriversPanel.module.css';
import type { Metric } from '@/shared/definitions/types';

/** How many dimensions, and how many parts of each, are shown. */
const DIMENSIONS = 4;
const PARTS = 6;

/** Why the metric moved: what each part of the business added to the last change. */
export function DriversPanel({ metric, by }: { metric: Metric; by: By }) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  const query = useQuery(driversQuery(metric.name, by));
  const periods =
    query.data &&
    t('drivers.note', { before: format.day(query.data.before_period), after: format.day(query.data.after_period) });
  return (
    <Panel title={t('drivers.title')} note={periods}>
      <Loaded query={query} rows={4}>
        {({ drivers }) => (
          <div className={styles.dimensions}>
            {drivers.slice(0, DIMENSIONS).map(driver => {
              const parts = driver.parts.slice(0, PARTS);
              const most = Math.max(...parts.map(part => Math.abs(part.contribution ?? 0)), Number.EPSILON);
              return (
                <div key={driver.dimension}>
                  <h3 className={styles.dimension}>{driver.dimension}</h3>
                  <ul className={styles.parts}>
                    {parts.map((part, place) => {
                      const contribution = part.contribution ?? 0;
                      return (
                        <li key={place} className={styles.part}>
                          <span className={styles.name}>
                            {part.value === null ? t('drivers.none') : String(part.value)}{' '}
                            {part.clear && <Pill tone="pine">{t('drivers.clear')}</Pill>}
                          </span>
                          <span className={styles.track}>
                            <span
                              className={contribution < 0 ? styles.minus : styles.plus}
                              style={{ width: `${(Math.abs(contribution) / most) * 50}%` }}
                            />
                          </span>
                          <span className={styles.amount}>
                            {contribution > 0 && '+'}
                            {format.amount(contribution, metric.unit, true)}
                          </span>
                        </li>
                      );
                    })}
                  </ul>
                </div>
              );
            })}
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
