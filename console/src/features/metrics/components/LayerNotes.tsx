import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Basis } from '@/shared/ui/Basis';
import { Learnt } from '@/shared/ui/Learnt';
import type { By } from '@/shared/definitions/getFigures';
import type { Metric } from '@/shared/definitions/types';

import type { Forecast, Levels } from '../types';
import styles from './Metrics.module.css';

/** How many changes of the level are told, the latest. */
const MOST = 4;

/** What the forecast rests on; or, calmly, why there is none. */
export function ForecastNote({ query }: { query: UseQueryResult<Forecast> }) {
  const { t } = useTranslation('metrics');
  return (
    <Learnt query={query} rows={2}>
      {forecast => (
        <div className={styles.note}>
          <p>
            {t('forecast.note', { count: forecast.coming.length })} <span lang="en">{forecast.model}</span>
          </p>
          <Basis basis={forecast.basis} />
        </div>
      )}
    </Learnt>
  );
}

/** When the level changed, the latest first. */
export function LevelsNote({ query, metric, by }: { query: UseQueryResult<Levels>; metric: Metric; by: By }) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  return (
    <Learnt query={query} rows={2}>
      {levels => (
        <div className={styles.note}>
          {levels.changes.length === 0 && <p>{t('levels.none')}</p>}
          <ul>
            {levels.changes
              .slice(-MOST)
              .reverse()
              .map(({ period, change }) => (
                <li key={period}>
                  {t('levels.change', {
                    day: format.period(period, by),
                    before: format.amount(change.before, metric.unit, true),
                    after: format.amount(change.after, metric.unit, true),
                  })}
                </li>
              ))}
          </ul>
          <Basis basis={levels.basis} />
        </div>
      )}
    </Learnt>
  );
}
