import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Badge, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { Page } from '@/shared/ui/Page';

import { alarmsQuery } from '../api/getModels';
import { AlarmsTab } from '../components/AlarmsTab';
import { ListTab } from '../components/ListTab';
import { OrdersTab } from '../components/OrdersTab';
import type { ModelsSearch } from '../search';

const route = getRouteApi('/frame/models');

/** What is learnt from all customers about each one; and what stands out. */
export function ModelsPage() {
  const { t } = useTranslation('models');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const alarms = useQuery(alarmsQuery);
  const change = (part: Partial<ModelsSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const loud = alarms.data?.alarms.length ?? 0;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs
        activeKey={search.view ?? 'list'}
        onChange={view => change({ view: view === 'list' ? undefined : (view as ModelsSearch['view']) })}
        destroyOnHidden
        items={[
          { key: 'list', label: t('tab.list'), children: <ListTab /> },
          {
            key: 'alarms',
            label: (
              <>
                {t('tab.alarms')} <Badge count={loud} size="small" color="var(--bad)" />
              </>
            ),
            children: <AlarmsTab />,
          },
          { key: 'orders', label: t('tab.orders'), children: <OrdersTab search={search} onChange={change} /> },
        ]}
      />
    </Page>
  );
}
