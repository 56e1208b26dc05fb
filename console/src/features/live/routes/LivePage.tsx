import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { Page } from '@/shared/ui/Page';

import { FailedPanel } from '../components/FailedPanel';
import { TailPanel } from '../components/TailPanel';
import type { LiveSearch } from '../search';

const route = getRouteApi('/frame/live');

/** What comes in now, and what could not be taken. */
export function LivePage() {
  const { t } = useTranslation('live');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<LiveSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs
        activeKey={search.view ?? 'events'}
        onChange={view => change({ view: view === 'events' ? undefined : 'failed' })}
        destroyOnHidden
        items={[
          { key: 'events', label: t('tab.events'), children: <TailPanel search={search} onChange={change} /> },
          {
            key: 'failed',
            label: t('tab.failed'),
            children: <FailedPanel code={search.code} onCode={code => change({ code })} />,
          },
        ]}
      />
    </Page>
  );
}
