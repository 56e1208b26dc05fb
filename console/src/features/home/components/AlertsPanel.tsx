import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Panel } from '@/shared/ui/Panel';

import { failureCountsQuery } from '../api/getFailureCounts';
import { messageCountsQuery } from '../api/getMessageCounts';
import styles from './AlertsPanel.module.css';

/** What needs a hand. */
export function AlertsPanel() {
  const { t } = useTranslation('home');
  const failures = useQuery(failureCountsQuery);
  const messages = useQuery(messageCountsQuery);
  const failed = Object.values(failures.data ?? {}).reduce((sum, count) => sum + count, 0);
  const parked = messages.data?.parked ?? 0;
  const alerts: ReactNode[] = [];
  if (failed > 0) {
    alerts.push(
      <Link key="failed" to="/live" search={{ view: 'failed' }}>
        {t('alerts.failed', { count: failed })}
      </Link>,
    );
  }
  if (parked > 0) alerts.push(<span key="parked">{t('alerts.parked', { count: parked })}</span>);
  return (
    <Panel title={t('alerts.title')}>
      {alerts.length === 0 ? (
        <p className={styles.calm}>
          <CircleCheck size={16} aria-hidden /> {t('alerts.none')}
        </p>
      ) : (
        <ul className={styles.alerts}>
          {alerts.map((alert, place) => (
            <li key={place}>
              <TriangleAlert size={16} aria-hidden /> {alert}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
