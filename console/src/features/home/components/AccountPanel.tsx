import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Panel } from '@/shared/ui/Panel';

import styles from './AccountPanel.module.css';
import type { Accounting } from '../types';

const TERMS = ['lake', 'failed', 'duplicate', 'in_flight'] as const;

/** Where every accepted event is: the sum comes out at every instant, and the page checks it. */
export function AccountPanel({ account }: { account: Accounting }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const balanced = account.accepted === TERMS.reduce((sum, term) => sum + account[term], 0);
  return (
    <Panel title={t('account.title')}>
      <dl className={styles.sum}>
        <div className={styles.total}>
          <dt>{t('account.accepted')}</dt>
          <dd>{format.number(account.accepted)}</dd>
        </div>
        {TERMS.map(term => (
          <div key={term}>
            <dt>{t(`account.${term}`)}</dt>
            <dd>{format.number(account[term])}</dd>
          </div>
        ))}
      </dl>
      <p className={balanced ? styles.balanced : styles.off}>{balanced ? t('account.balanced') : t('account.off')}</p>
    </Panel>
  );
}
