import { useIsFetching, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { driversQuery } from '@/shared/definitions/getDrivers';
import { figuresQuery } from '@/shared/definitions/getFigures';
import { metricsQuery } from '@/shared/definitions/getMetrics';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Change } from '@/shared/ui/Change';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Spark } from '@/shared/chart/Spark';

import { mover } from '../drivers';
import styles from './FiguresPanel.module.css';
import type { Metric } from '@/shared/definitions/types';

const MOST = 6;

/** The last whole week of each metric, with its change and the weeks before. */
export function FiguresPanel() {
  const { t } = useTranslation('home');
  const query = useQuery(metricsQuery);
  return (
    <Panel
      title={t('figures.title')}
      note={t('figures.note')}
      actions={<Link to="/figures">{t('figures.all')}</Link>}
      flush
    >
      <Loaded query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('figures.none.title')} text={t('figures.none.text')} />
          ) : (
            <ul className={styles.cards}>
              {items.slice(0, MOST).map(metric => (
                <Card key={metric.name} metric={metric} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Card({ metric }: { metric: Metric }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const language = useLanguage();
  const query = useQuery(figuresQuery(metric.name, { by: 'week' }));
  return (
    <li>
      <Link to="/figures" search={{ metric: metric.name }} className={styles.card}>
        <span className={styles.name}>{titled(metric, language)}</span>
        <Loaded query={query} rows={2}>
          {({ figures }) => {
            const whole = figures.filter(figure => figure.whole);
            const last = whole.at(-1);
            return (
              <>
                <span className={styles.value}>
                  {last?.value === null || last === undefined ? '–' : format.amount(last.value, metric.unit, true)}
                </span>
                <span className={styles.foot}>
                  {last && <Change change={last.change} good={last.good} />}
                  <span className={styles.of}>
                    {last ? t('figures.week', { day: format.ticks([last.period], 'week')[0] }) : t('figures.soon')}
                  </span>
                </span>
                <Spark values={whole.map(figure => figure.value)} />
                {last?.change ? <Why metric={metric} /> : null}
              </>
            );
          }}
        </Loaded>
      </Link>
    </li>
  );
}

/** What moved it most, in a few words. Asked once all figures stand: it takes seconds, and they come first. */
function Why({ metric }: { metric: Metric }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const language = useLanguage();
  const stages = useQuery(stagesQuery);
  const coming = useIsFetching({ queryKey: ['metrics'], predicate: ({ queryKey }) => !queryKey.includes('drivers') });
  const { data } = useQuery({ ...driversQuery(metric.name, 'week'), enabled: coming === 0 });
  const found = data && mover(data);
  if (!found) return <span className={styles.why} />;
  const stage = found.dimension === 'stage' ? stages.data?.items.find(one => one.name === found.value) : undefined;
  const part = stage ? titled(stage, language) : found.value;
  const of = found.dimension === 'stage' ? t('figures.stage') : found.dimension.replace(/^(properties|traits)\./, '');
  const fresh = found.dimension === 'new or returning';
  return (
    <span className={styles.why}>
      {fresh ? t(found.value === 'new' ? 'figures.fresh' : 'figures.returning') : t('figures.why', { part, of })}{' '}
      {found.contribution > 0 && '+'}
      {format.amount(found.contribution, metric.unit, true)}
    </span>
  );
}
