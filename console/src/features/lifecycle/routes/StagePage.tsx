import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { Who } from '@/shared/customers/Who';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Facts } from '@/shared/ui/Facts';
import { Learnt } from '@/shared/ui/Learnt';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';

import { flowsQuery } from '../api/getFlows';
import { timesQuery } from '../api/getTimes';
import { inStageQuery } from '../api/listInStage';
import styles from '../components/Lifecycle.module.css';
import { NextPanel } from '../components/PathsTab';
import { stocked, stockOption, stockTable, type Words } from '../stockChart';
import { keptOption, keptTable } from '../timesChart';
import { useStageName } from '../useStageName';

const route = getRouteApi('/frame/lifecycle/$stage');

/** One stage: how many are in it, how they come and go, how long they stay, what follows, and who they are. */
export function StagePage() {
  const { t } = useTranslation('lifecycle');
  const { stage } = route.useParams();
  const stages = useQuery(stagesQuery);
  const named = useStageName();
  const here = stages.data?.items.find(one => one.name === stage);
  return (
    <Page title={named(stage)} lead={<Link to="/lifecycle">{t('back')}</Link>}>
      {stages.data && !here ? (
        <Empty title={t('gone.title')} text={t('gone.text')} action={<Link to="/lifecycle">{t('back')}</Link>} />
      ) : (
        <>
          <SizePanel stage={stage} customers={here?.customers ?? 0} />
          <div className={styles.columns}>
            <StayPanel stage={stage} />
            <NextPanel stage={stage} />
          </div>
          <MembersPanel stage={stage} customers={here?.customers ?? 0} />
        </>
      )}
    </Page>
  );
}

function SizePanel({ stage, customers }: { stage: string; customers: number }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const query = useQuery(flowsQuery('month', 'recorded'));
  const times = useQuery(timesQuery());
  const found = useMemo(() => stocked(query.data?.flows ?? [], stage), [query.data, stage]);
  const words = useMemo((): Words => [t('by.month'), t('stock.after'), t('stock.entered'), t('stock.left')], [t]);
  const chart = useMemo(() => stockOption(found, words, format), [found, words, format]);
  const read = useMemo(() => stockTable(found, words), [found, words]);
  const time = times.data?.times.find(one => one.stage === stage);
  const last = found.at(-1);
  const days = (value: number | null = null) =>
    value === null ? t('notYet') : t('days', { count: value, shown: format.rough(value) });
  return (
    <Panel title={t('size.title')} note={t('size.note')}>
      <Facts
        facts={[
          { name: t('size.now'), value: format.number(customers) },
          { name: t('size.came'), value: format.number(last?.entered ?? 0) },
          { name: t('size.went'), value: format.number(last?.left ?? 0) },
          {
            name: t('stay.median'),
            value: days(time?.median),
            note:
              time && time.median_low !== null && time.median_high !== null
                ? t('interval', { low: format.rough(time.median_low), high: format.rough(time.median_high) })
                : undefined,
          },
        ]}
      />
      <Learnt query={query} rows={5}>
        {() => found.length > 0 && <Chart title={t('size.title')} option={chart} table={read} height={240} />}
      </Learnt>
    </Panel>
  );
}

function StayPanel({ stage }: { stage: string }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const named = useStageName();
  const query = useQuery(timesQuery());
  const own = useMemo(
    () => query.data?.times.filter(time => time.stage === stage && time.kept.length > 0) ?? [],
    [query.data, stage],
  );
  const chart = useMemo(() => keptOption(own, format, named, t('stay.days')), [own, format, named, t]);
  const read = useMemo(
    () => keptTable(own, named, [t('column.stage'), t('stay.days'), t('stay.kept')]),
    [own, named, t],
  );
  return (
    <Panel title={t('stay.kept')}>
      <Learnt query={query} rows={5}>
        {() =>
          own.length === 0 ? (
            <Empty title={t('next.none.title')} text={t('next.none.text')} />
          ) : (
            <Chart title={t('stay.kept')} option={chart} table={read} height={240} />
          )
        }
      </Learnt>
    </Panel>
  );
}

function MembersPanel({ stage, customers }: { stage: string; customers: number }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const query = useQuery(inStageQuery(stage));
  return (
    <Panel
      title={t('members.title')}
      note={t('members.note')}
      actions={
        <Link to="/customers" search={{ stage }}>
          {t('members.all', { count: customers, shown: format.number(customers) })}
        </Link>
      }
    >
      <Loaded query={query} rows={4}>
        {found =>
          found.customers.length === 0 ? (
            <Empty title={t('members.none.title')} text={t('members.none.text')} />
          ) : (
            <ul className={styles.members}>
              {found.customers.map(line => (
                <li key={line.customer_id}>
                  <Who {...line} traits={{ name: line.values['traits.name'] }} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
