import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { sessionQuery } from '@/shared/session/getSession';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

import { homeQuery } from '../api/getHome';
import { AccountPanel } from '../components/AccountPanel';
import { AlertsPanel } from '../components/AlertsPanel';
import { ChecklistPanel } from '../components/ChecklistPanel';
import { FiguresPanel } from '../components/FiguresPanel';
import { StagesPanel } from '../components/StagesPanel';
import styles from './HomePage.module.css';

/** What one wants to know first: is it set up, how is the week, where are the customers, does anything need a hand. */
export function HomePage() {
  const { t } = useTranslation('home');
  const session = useQuery(sessionQuery);
  const query = useQuery(homeQuery);
  return (
    <Page title={session.data ? t('hello', { name: session.data.member.name }) : t('title')} lead={t('lead')}>
      {query.data && <ChecklistPanel ticks={query.data.checklist} />}
      <FiguresPanel />
      <Loaded query={query} rows={6}>
        {home => (
          <div className={styles.columns}>
            <StagesPanel stages={home.stages} customers={home.customers} />
            <div className={styles.stack}>
              <AlertsPanel alerts={home.alerts} />
              <AccountPanel account={home.accounting} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
