import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { stagesQuery } from '@/shared/definitions/getStages';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

import { FlowsTab } from '../components/FlowsTab';
import { PathsTab } from '../components/PathsTab';
import { StatesTab } from '../components/StatesTab';
import { TimesTab } from '../components/TimesTab';
import styles from '../components/Tabs.module.css';
import type { LifecycleSearch } from '../search';

const route = getRouteApi('/frame/lifecycle');

/** How customers move through the stages. */
export function LifecyclePage() {
  const { t } = useTranslation('lifecycle');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stages = useQuery(stagesQuery);
  const change = (part: Partial<LifecycleSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const stack = (children: React.ReactNode) => <div className={styles.stack}>{children}</div>;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loaded query={stages} rows={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('none.title')} text={t('none.text')} />
          ) : (
            <Tabs
              activeKey={search.view ?? 'flows'}
              onChange={view => change({ view: view === 'flows' ? undefined : (view as LifecycleSearch['view']) })}
              destroyOnHidden
              items={[
                {
                  key: 'flows',
                  label: t('tab.flows'),
                  children: stack(<FlowsTab search={search} onChange={change} />),
                },
                {
                  key: 'times',
                  label: t('tab.times'),
                  children: stack(<TimesTab search={search} onChange={change} />),
                },
                { key: 'paths', label: t('tab.paths'), children: stack(<PathsTab source={search.source} />) },
                { key: 'states', label: t('tab.states'), children: stack(<StatesTab by={search.by ?? 'week'} />) },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
