import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Why } from '@/shared/ui/Why';

import { decisionsQuery } from '../api/listDecisions';
import type { Names } from '../names';
import type { Profile } from '../types';
import styles from './List.module.css';
import { PagedList } from './PagedList';

/** What slots chose for this customer, how likely that was, and why. */
export function DecisionsPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const query = useInfiniteQuery(decisionsQuery(String(profile.customer_id)));
  const decisions = query.data?.pages.flatMap(page => page.decisions) ?? [];
  return (
    <PagedList
      title={t('decisions.title')}
      none={{ title: t('decisions.none.title'), text: t('decisions.none.text') }}
      query={query}
      items={decisions}
    >
      {decision => (
        <>
          <div className={styles.first}>
            <span>
              {names.slot(decision.slot)}: <strong>{decision.item ?? t('decisions.nothing')}</strong>
            </span>
            <span className={styles.faint}>{format.instant(decision.at)}</span>
          </div>
          <div className={styles.faint}>
            {t('decisions.chance', { chance: format.percent(decision.probability), policy: decision.policy })}
          </div>
          <Why sentences={decision.why} />
        </>
      )}
    </PagedList>
  );
}
