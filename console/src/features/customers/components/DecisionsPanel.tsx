import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';
import { Why } from '@/shared/ui/Why';

import { decisionsQuery } from '../api/listDecisions';
import type { Names } from '../names';
import type { Profile } from '../types';
import styles from './List.module.css';

/** What slots chose for this customer, how likely that was, and why. */
export function DecisionsPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const query = useInfiniteQuery(decisionsQuery(String(profile.customer_id)));
  const decisions = query.data?.pages.flatMap(page => page.decisions) ?? [];
  return (
    <Panel title={t('decisions.title')}>
      {query.isPending && <Waiting rows={4} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && decisions.length === 0 && (
        <Empty title={t('decisions.none.title')} text={t('decisions.none.text')} />
      )}
      <ul className={styles.list}>
        {decisions.map(decision => (
          <li key={decision.id} className={styles.item}>
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
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('messages.more')}
        </Button>
      )}
    </Panel>
  );
}
