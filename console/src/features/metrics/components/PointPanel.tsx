import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Panel } from '@/shared/ui/Panel';

import styles from './Metrics.module.css';
import type { Figure, Metric } from '@/shared/definitions/types';

interface Props {
  metric: Metric;
  figure: Figure;
  by: 'day' | 'week' | 'month';
  part: string;
}

/** What a point is made of, and the way to its customers. */
export function PointPanel({ metric, figure, by, part }: Props) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  const amount = (value: number | null) => (value === null ? '–' : format.amount(value, metric.unit));
  return (
    <Panel
      title={`${part} · ${format.day(figure.period)}`}
      note={figure.whole ? t(`by.${by}`) : t('running')}
      actions={
        figure.segment !== null && (
          <Link to="/customers" search={{ segment: figure.segment }}>
            {t('toCustomers')}
          </Link>
        )
      }
    >
      <dl className={styles.point}>
        <div>
          <dt>{t('value')}</dt>
          <dd>{amount(figure.value)}</dd>
        </div>
        {figure.denominator !== null && (
          <>
            <div>
              <dt>{t('numerator')}</dt>
              <dd>{amount(figure.numerator)}</dd>
            </div>
            <div>
              <dt>{t('denominator')}</dt>
              <dd>{format.number(figure.denominator)}</dd>
            </div>
          </>
        )}
        <div>
          <dt>{t('change')}</dt>
          <dd>{figure.change === null ? '–' : format.percent(figure.change, true)}</dd>
        </div>
        <div>
          <dt>{t('customers')}</dt>
          <dd>{format.number(figure.customers)}</dd>
        </div>
      </dl>
    </Panel>
  );
}
