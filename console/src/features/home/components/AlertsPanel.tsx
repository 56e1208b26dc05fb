import { Link } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Panel } from '@/shared/ui/Panel';

import styles from './AlertsPanel.module.css';
import type { Alert } from '../types';

/** What needs a hand. */
export function AlertsPanel({ alerts }: { alerts: Alert[] }) {
  const { t } = useTranslation('home');
  return (
    <Panel title={t('alerts.title')}>
      {alerts.length === 0 && (
        <p className={styles.calm}>
          <CircleCheck size={16} aria-hidden /> {t('alerts.none')}
        </p>
      )}
      <ul className={styles.alerts}>
        {alerts.map(alert => (
          <li key={`${alert.code} ${alert.detail}`} className={alert.level === 'error' ? styles.error : undefined}>
            <TriangleAlert size={16} aria-hidden /> <Said alert={alert} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Said({ alert }: { alert: Alert }) {
  const { t, i18n } = useTranslation('home');
  const key = `alerts.${alert.code}`;
  const known = i18n.exists(key, { ns: 'home', count: alert.count });
  const text = known ? t(key, { count: alert.count, detail: alert.detail }) : `${alert.code} ${alert.detail}`;
  if (alert.code === 'failed_events' || alert.code === 'definitions_refused') {
    return (
      <Link to="/live" search={{ view: 'failed' }}>
        {text}
      </Link>
    );
  }
  return <span>{text}</span>;
}
