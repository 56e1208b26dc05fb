import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { metricsQuery } from '@/shared/definitions/getMetrics';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

import { MetricPanel } from '../components/MetricPanel';
import { MetricsToolbar } from '../components/MetricsToolbar';
import type { MetricsSearch } from '../search';

const route = getRouteApi('/frame/figures');

/** Any metric by period and part. All that is chosen stands in the address, so a figure can be sent to somebody. */
export function MetricsPage() {
  const { t } = useTranslation('metrics');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(metricsQuery);
  const change = (part: Partial<MetricsSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loaded query={query} rows={5}>
        {({ items }) => {
          const metric = items.find(one => one.name === search.metric) ?? items[0];
          if (!metric) return <Empty title={t('none.title')} text={t('none.text')} />;
          return (
            <>
              <MetricsToolbar search={search} metrics={items} metric={metric} onChange={change} />
              <MetricPanel key={metric.name} metric={metric} search={search} onChange={change} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
