import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { Page } from '@/shared/ui/Page';

import { OutboxPanel } from '../components/OutboxPanel';
import { TemplatesPanel } from '../components/TemplatesPanel';
import type { MessagesSearch } from '../search';

const route = getRouteApi('/frame/messages');

/** What is on its way to customers and what became of it; and the texts, as each customer would read them. */
export function MessagesPage() {
  const { t } = useTranslation('messages');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<MessagesSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs
        activeKey={search.view ?? (search.template ? 'templates' : 'outbox')}
        onChange={view => change({ view: view as MessagesSearch['view'] })}
        destroyOnHidden
        items={[
          {
            key: 'outbox',
            label: t('tab.outbox'),
            children: <OutboxPanel status={search.status} onStatus={status => change({ status })} />,
          },
          {
            key: 'templates',
            label: t('tab.templates'),
            children: <TemplatesPanel name={search.template} customer={search.customer} onChange={change} />,
          },
        ]}
      />
    </Page>
  );
}
