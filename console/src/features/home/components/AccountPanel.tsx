import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { accountingQuery } from '../api/getAccounting';
import styles from './AccountPanel.module.css';

const TERMS = ['lake', 'failed', 'duplicate', 'in_flight'] as const;

/** Where every accepted event is: the sum comes out at every instant, and the page checks it. */
export function AccountPanel() {
  const { t } = useTranslation('home');
  const format = useFormat();
  const query = useQuery(accountingQuery);
  return (
    <Panel title={t('account.title')}>
      <Loaded query={query} rows={3}>
        {account => {
          const balanced = account.accepted === TERMS.reduce((sum, term) => sum + account[term], 0);
          return (
            <>
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
              <p className={balanced ? styles.balanced : styles.off}>
                {balanced ? t('account.balanced') : t('account.off')}
              </p>
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
