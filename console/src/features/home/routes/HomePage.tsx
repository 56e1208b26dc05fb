import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { sessionQuery } from '@/shared/session/getSession';
import { Page } from '@/shared/ui/Page';

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
  return (
    <Page title={session.data ? t('hello', { name: session.data.member.name }) : t('title')} lead={session.data?.title}>
      <ChecklistPanel />
      <FiguresPanel />
      <div className={styles.columns}>
        <StagesPanel />
        <div className={styles.stack}>
          <AlertsPanel />
          <AccountPanel />
        </div>
      </div>
    </Page>
  );
}
