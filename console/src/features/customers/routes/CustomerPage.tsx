import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { called } from '@/shared/customers/called';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

import { customerQuery } from '../api/getCustomer';
import { CustomerHead } from '../components/CustomerHead';
import { IdentityTab } from '../components/IdentityTab';
import { MessagesTab } from '../components/MessagesTab';
import { StoryTab } from '../components/StoryTab';
import { ValuesTab } from '../components/ValuesTab';
import { useNames } from '../names';
import { TABS, type CustomerSearch, type Tab } from '../customerSearch';

const route = getRouteApi('/frame/customers/$customer');

/** Everything about one customer. */
export function CustomerPage() {
  const { t } = useTranslation('customers');
  const { customer: identifier } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const names = useNames();
  const query = useQuery(customerQuery(identifier));
  const change = (part: Partial<CustomerSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const title = query.data ? called(query.data) : t('customer');
  return (
    <Page title={title} lead={query.data && <CustomerHead profile={query.data} names={names} />}>
      <Loaded query={query} rows={6}>
        {profile => {
          const shared = { profile, names };
          const content: Record<Tab, React.ReactNode> = {
            story: <StoryTab {...shared} kinds={search.kinds} onKinds={kinds => change({ kinds })} />,
            values: <ValuesTab {...shared} />,
            identity: <IdentityTab {...shared} />,
            messages: <MessagesTab {...shared} />,
          };
          return (
            <Tabs
              activeKey={search.tab ?? 'story'}
              onChange={tab => change({ tab: tab === 'story' ? undefined : (tab as Tab) })}
              destroyOnHidden
              items={TABS.map(tab => ({ key: tab, label: t(`tab.${tab}`), children: content[tab] }))}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}
