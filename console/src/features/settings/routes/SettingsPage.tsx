import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { useMay } from '@/shared/session/may';
import { Page } from '@/shared/ui/Page';

import { AccountPanel } from '../components/AccountPanel';
import { MembersPanel } from '../components/MembersPanel';
import { PersonalPanel } from '../components/PersonalPanel';
import { RolesPanel } from '../components/RolesPanel';
import { SourcesTab } from '../components/SourcesTab';
import type { SettingsSearch, View } from '../search';
import styles from './SettingsPage.module.css';

const route = getRouteApi('/frame/settings');

/** How the house is set up: what writes in, who comes in, what is covered, and one's own account. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const manage = useMay('manage');
  const change = (part: Partial<SettingsSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const tabs: { key: View; managed: boolean; content: React.ReactNode }[] = [
    { key: 'sources', managed: true, content: <SourcesTab search={search} onChange={change} /> },
    {
      key: 'members',
      managed: true,
      content: (
        <>
          <MembersPanel />
          <RolesPanel />
        </>
      ),
    },
    { key: 'personal', managed: false, content: <PersonalPanel /> },
    { key: 'account', managed: false, content: <AccountPanel /> },
  ];
  const open = tabs.filter(tab => manage || !tab.managed);
  const active = open.some(tab => tab.key === search.view) ? search.view : manage ? 'sources' : 'account';
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs
        activeKey={active}
        onChange={view => change({ view: view as View })}
        destroyOnHidden
        items={open.map(tab => ({
          key: tab.key,
          label: t(`tab.${tab.key}`),
          children: <div className={styles.panels}>{tab.content}</div>,
        }))}
      />
    </Page>
  );
}
