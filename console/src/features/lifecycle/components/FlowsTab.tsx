import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { useFormat } from '@/shared/format/useFormat';
import { useMode } from '@/shared/theme/mode';
import { Basis } from '@/shared/ui/Basis';
import { Empty } from '@/shared/ui/Empty';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Toolbar } from '@/shared/ui/Toolbar';
import { useNarrow } from '@/shared/ui/useNarrow';

import { flowsQuery } from '../api/getFlows';
import { option, table } from '../flowsChart';
import { lastFlows, sankey, type Station } from '../sankey';
import type { LifecycleSearch } from '../search';
import type { Flows } from '../types';
import { usePeriod } from '../usePeriod';
import { useStageName } from '../useStageName';
import styles from './Lifecycle.module.css';
import { StocksPanel } from './StocksPanel';

interface Props {
  search: LifecycleSearch;
  onChange: (part: Partial<LifecycleSearch>) => void;
}

/** Who moved where, period by period; and what that left in each stage. */
export function FlowsTab({ search, onChange }: Props) {
  const { t } = useTranslation('lifecycle');
  const by = search.by ?? 'month';
  const period = usePeriod(by);
  const query = useQuery(flowsQuery(by, search.source ?? 'recorded'));
  const flows = query.data?.flows ?? [];
  return (
    <>
      <Panel title={t('flows.title')} note={t('flows.note')} flush>
        <Toolbar label={t('choose')}>
          <Segmented
            aria-label={t('period')}
            value={by}
            options={[
              { value: 'week', label: t('by.week') },
              { value: 'month', label: t('by.month') },
            ]}
            onChange={value => onChange({ by: value === 'week' ? 'week' : undefined, until: undefined })}
          />
          <Select
            aria-label={t('until')}
            style={{ minWidth: 190 }}
            value={lastFlows(flows, 1, search.until)[0]?.period}
            options={flows.toReversed().map(flow => ({
              value: flow.period,
              label: flow.whole ? period(flow.period) : t('running', { period: period(flow.period) }),
            }))}
            onChange={until => onChange({ until })}
          />
          <Select
            aria-label={t('source')}
            style={{ minWidth: 220 }}
            value={search.source ?? 'recorded'}
            options={[
              { value: 'recorded', label: t('sources.recorded') },
              { value: 'recomputed', label: t('sources.recomputed') },
            ]}
            onChange={value => onChange({ source: value === 'recomputed' ? 'recomputed' : undefined })}
          />
        </Toolbar>
        <div className={styles.drawn}>
          <Learnt query={query} rows={6}>
            {found => <Drawn found={found} until={search.until} by={by} />}
          </Learnt>
        </div>
      </Panel>
      {query.data && <StocksPanel flow={lastFlows(flows, 1, search.until)[0]} by={by} />}
    </>
  );
}

function Drawn({ found, until, by }: { found: Flows; until: string | undefined; by: 'week' | 'month' }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const mode = useMode();
  const named = useStageName();
  const period = usePeriod(by);
  const navigate = useNavigate();
  const periods = useNarrow() ? 1 : 4;
  const stages = useMemo(() => found.stages.map(stage => stage.name), [found]);
  const drawn = useMemo(() => sankey(lastFlows(found.flows, periods, until), stages), [found, periods, until, stages]);
  const called = useMemo(() => (stage: string) => (stage === '' ? t('outside') : named(stage)), [named, t]);
  const chart = useMemo(() => option(drawn, stages, mode, format, called), [drawn, stages, mode, format, called]);
  const read = useMemo(
    () => table(drawn, [t(`by.${by}`), t('column.from'), t('column.to'), t('column.customers')], called),
    [drawn, t, by, called],
  );
  if (drawn.streams.length === 0) return <Empty title={t('flows.none.title')} text={t('flows.none.text')} />;
  return (
    <>
      <Chart
        title={t('flows.title')}
        option={chart}
        table={read}
        height={420}
        onPick={({ data }) => {
          const { stage } = data as Partial<Station>;
          if (stage) void navigate({ to: '/lifecycle/$stage', params: { stage } });
        }}
      />
      <ol className={styles.times}>
        <li>{t('before', { period: period(drawn.periods[0] ?? '') })}</li>
        {drawn.periods.map(one => (
          <li key={one}>{t('after', { period: period(one) })}</li>
        ))}
      </ol>
      <p className={styles.soft}>{t('flows.hint')}</p>
      <Basis basis={found.basis} />
    </>
  );
}
