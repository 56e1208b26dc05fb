import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Basis } from '@/shared/ui/Basis';
import { Empty } from '@/shared/ui/Empty';
import { Grid } from '@/shared/ui/Grid';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Share } from '@/shared/ui/Share';

import { decisionQuery, nextQuery, pathsQuery } from '../api/getPaths';
import { useStageName } from '../useStageName';
import styles from './Lifecycle.module.css';
import { Way } from './Way';

/** The ways that customers take: through the stages, on to the next one, and to a purchase. */
export function PathsTab({ source }: { source: 'recomputed' | undefined }) {
  return (
    <>
      <div className={styles.columns}>
        <WaysPanel source={source} />
        <NextPanel />
      </div>
      <PurchasePanel />
    </>
  );
}

function WaysPanel({ source }: { source: 'recomputed' | undefined }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const named = useStageName();
  const query = useQuery(pathsQuery(source));
  return (
    <Panel
      title={t('ways.title')}
      note={query.data && t('ways.note', { count: query.data.distinct, shown: format.number(query.data.distinct) })}
      flush
    >
      <Learnt query={query} rows={6}>
        {({ paths }) =>
          paths.length === 0 ? (
            <Empty title={t('flows.none.title')} text={t('flows.none.text')} />
          ) : (
            <Grid
              label={t('ways.title')}
              rows={paths}
              rowKey={path => path.stages.join('\n')}
              columns={[
                { key: 'way', title: t('ways.way'), render: path => <Way steps={path.stages.map(named)} /> },
                {
                  key: 'customers',
                  title: t('column.customers'),
                  right: true,
                  render: path => format.number(path.customers),
                },
                { key: 'share', title: t('column.share'), right: true, render: path => format.percent(path.share) },
              ]}
            />
          )
        }
      </Learnt>
    </Panel>
  );
}

/** What follows a stage, with its interval. */
export function NextPanel({ stage }: { stage?: string }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const named = useStageName();
  const query = useQuery(nextQuery);
  return (
    <Panel title={t('next.title')} note={t('next.note')} flush>
      <Learnt query={query} rows={6}>
        {({ transitions }) => {
          const shown = transitions.filter(one => stage === undefined || one.after[0] === stage);
          return shown.length === 0 ? (
            <Empty title={t('next.none.title')} text={t('next.none.text')} />
          ) : (
            <Grid
              label={t('next.title')}
              rows={shown}
              rowKey={one => [...one.after, one.next].join('\n')}
              columns={[
                {
                  key: 'step',
                  title: t('ways.way'),
                  render: one => <Way steps={[...one.after, one.next].map(named)} />,
                },
                { key: 'bar', title: '', render: one => <Share part={one.probability} /> },
                {
                  key: 'probability',
                  title: t('next.probability'),
                  right: true,
                  render: one => (
                    <>
                      {format.percent(one.probability)}{' '}
                      <span className={styles.soft}>
                        {t('interval', { low: format.percent(one.low), high: format.percent(one.high) })}
                      </span>
                    </>
                  ),
                },
                { key: 'count', title: t('next.count'), right: true, render: one => format.number(one.count) },
              ]}
            />
          );
        }}
      </Learnt>
    </Panel>
  );
}

function PurchasePanel() {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const language = useLanguage();
  const query = useQuery(decisionQuery);
  const definitions = useQuery(definitionsQuery);
  const named = (event: string) => titled(definitions.data?.events?.[event] ?? { name: event }, language);
  return (
    <Panel
      title={t('purchase.title')}
      note={
        query.data &&
        query.data.rate !== null &&
        t('purchase.note', {
          tries: format.number(query.data.tries),
          rate: format.percent(query.data.rate),
          goal: named(query.data.goal),
        })
      }
      flush
    >
      <Learnt query={query} rows={6}>
        {({ signs, ways, basis }) => (
          <>
            <Grid
              label={t('purchase.steps')}
              rows={signs}
              rowKey={sign => sign.step}
              columns={[
                { key: 'step', title: t('purchase.step'), render: sign => named(sign.step) },
                { key: 'bar', title: '', render: sign => <Share part={sign.rate} /> },
                {
                  key: 'rate',
                  title: t('purchase.rate'),
                  right: true,
                  render: sign => (
                    <>
                      {format.percent(sign.rate)}{' '}
                      <span className={styles.soft}>
                        {t('interval', { low: format.percent(sign.low), high: format.percent(sign.high) })}
                      </span>
                    </>
                  ),
                },
                {
                  key: 'without',
                  title: t('purchase.without'),
                  right: true,
                  render: sign => (sign.without === null ? '–' : format.percent(sign.without)),
                },
                {
                  key: 'lift',
                  title: t('purchase.lift'),
                  right: true,
                  render: sign => (sign.lift === null ? '–' : `×${format.number(sign.lift)}`),
                },
                { key: 'tries', title: t('purchase.tries'), right: true, render: sign => format.number(sign.tries) },
              ]}
            />
            <Grid
              label={t('purchase.ways')}
              rows={ways.slice(0, 6)}
              rowKey={way => way.steps.join('\n')}
              columns={[
                { key: 'way', title: t('purchase.ways'), render: way => <Way steps={way.steps.map(named)} /> },
                { key: 'share', title: t('column.share'), right: true, render: way => format.percent(way.share) },
                { key: 'count', title: t('next.count'), right: true, render: way => format.number(way.count) },
              ]}
            />
            <div style={{ padding: '0 16px 16px' }}>
              <Basis basis={basis} />
            </div>
          </>
        )}
      </Learnt>
    </Panel>
  );
}
