import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { heatOption } from '@/shared/chart/heat';
import { useFormat } from '@/shared/format/useFormat';
import { useMode } from '@/shared/theme/mode';
import { Basis } from '@/shared/ui/Basis';
import { Empty } from '@/shared/ui/Empty';
import { Grid } from '@/shared/ui/Grid';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';

import { conversionQuery } from '../api/getConversion';
import { timesQuery } from '../api/getTimes';
import { conversions } from '../conversions';
import type { LifecycleSearch } from '../search';
import { keptOption, keptTable } from '../timesChart';
import type { Time } from '../types';
import { useStageName } from '../useStageName';

interface Props {
  search: LifecycleSearch;
  onChange: (part: Partial<LifecycleSearch>) => void;
}

/** How long customers stay in each stage, and how many come on to another. */
export function TimesTab({ search, onChange }: Props) {
  return (
    <>
      <StaysPanel source={search.source} />
      <ConversionPanel search={search} onChange={onChange} />
    </>
  );
}

function StaysPanel({ source }: { source: 'recomputed' | undefined }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const named = useStageName();
  const query = useQuery(timesQuery(source));
  const days = (value: number | null) =>
    value === null ? t('notYet') : t('days', { count: value, shown: format.rough(value) });
  const column = (key: 'lower' | 'median' | 'upper') => ({
    key,
    title: t(`stay.${key}`),
    right: true,
    render: (time: Time) => days(time[key]),
  });
  const times = useMemo(() => query.data?.times.filter(time => time.spells > 0) ?? [], [query.data]);
  const chart = useMemo(() => keptOption(times, format, named, t('stay.days')), [times, format, named, t]);
  const read = useMemo(
    () => keptTable(times, named, [t('column.stage'), t('stay.days'), t('stay.kept')]),
    [times, named, t],
  );
  return (
    <Panel title={t('stay.title')} note={t('stay.note')} flush>
      <Learnt query={query} rows={6}>
        {({ basis }) =>
          times.length === 0 ? (
            <Empty title={t('flows.none.title')} text={t('flows.none.text')} />
          ) : (
            <>
              <div style={{ padding: '16px 16px 0' }}>
                <Chart title={t('stay.kept')} option={chart} table={read} height={300} />
              </div>
              <Grid
                label={t('stay.title')}
                rows={times}
                rowKey={time => time.stage}
                columns={[
                  {
                    key: 'stage',
                    title: t('column.stage'),
                    render: time => (
                      <Link to="/lifecycle/$stage" params={{ stage: time.stage }}>
                        {named(time.stage)}
                      </Link>
                    ),
                  },
                  { key: 'spells', title: t('stay.spells'), right: true, render: time => format.number(time.spells) },
                  { key: 'ended', title: t('stay.ended'), right: true, render: time => format.number(time.ended) },
                  column('lower'),
                  column('median'),
                  column('upper'),
                ]}
              />
              <div style={{ padding: '0 16px 16px' }}>
                <Basis basis={basis} />
              </div>
            </>
          )
        }
      </Learnt>
    </Panel>
  );
}

function ConversionPanel({ search, onChange }: Props) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const mode = useMode();
  const named = useStageName();
  const within = search.within ?? '30d';
  const query = useQuery(conversionQuery(within, search.source));
  const found = useMemo(() => query.data && conversions(query.data, format, named, t), [query.data, format, named, t]);
  const chart = useMemo(() => found && heatOption(found.heat, mode), [found, mode]);
  return (
    <Panel
      title={t('conversion.title')}
      note={t('conversion.note')}
      actions={
        <Segmented<'7d' | '30d' | '90d'>
          size="small"
          aria-label={t('conversion.within')}
          value={within}
          options={(['7d', '30d', '90d'] as const).map(value => ({ value, label: t(`within.${value}`) }))}
          onChange={value => onChange({ within: value === '30d' ? undefined : value })}
        />
      }
    >
      <Learnt query={query} rows={6}>
        {({ basis }) => (
          <>
            {chart && found && (
              <Chart
                title={t('conversion.title')}
                option={chart}
                table={found.table}
                height={64 + 52 * found.heat.rows.length}
              />
            )}
            <Basis basis={basis} />
          </>
        )}
      </Learnt>
    </Panel>
  );
}
