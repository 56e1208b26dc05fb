import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { Page } from '@/shared/ui/Page';

import { RfmTab } from '../components/RfmTab';
import { WorthTab } from '../components/WorthTab';
import type { ValueSearch } from '../search';

const route = getRouteApi('/frame/value');

/** What customers have been worth, and what they will be. */
export function ValuePage() {
  const { t } = useTranslation('value');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<ValueSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs
        activeKey={search.view ?? 'rfm'}
        onChange={view => change({ view: view === 'value' ? 'value' : undefined, group: undefined, tier: undefined })}
        destroyOnHidden
        items={[
          { key: 'rfm', label: t('tab.rfm'), children: <RfmTab search={search} onChange={change} /> },
          { key: 'value', label: t('tab.value'), children: <WorthTab search={search} onChange={change} /> },
        ]}
      />
    </Page>
  );
}
