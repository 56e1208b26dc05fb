import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { Panel } from '@/shared/ui/Panel';
import { Why } from '@/shared/ui/Why';

import type { Names } from '../names';
import styles from './List.module.css';
import type { Profile } from '../types';

/** What models say of this customer, and by what. */
export function ScoresPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const definitions = useQuery(definitionsQuery);
  const scores = Object.entries(profile.scores);
  const modelled = Object.keys(definitions.data?.models ?? {}).length > 0;
  if (scores.length === 0 && !modelled) return null;
  return (
    <Panel title={t('scores.title')}>
      {scores.length === 0 && <p className={styles.faint}>{t('scores.none')}</p>}
      <ul className={styles.list}>
        {scores.map(([name, value]) => {
          const reason = profile.reasons[name];
          return (
            <li key={name} className={styles.item}>
              <div className={styles.first}>
                <span>{names.model(name)}</span>
                <span className={styles.value}>{format.value(value)}</span>
              </div>
              {reason && <Why sentences={reason.why} />}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
