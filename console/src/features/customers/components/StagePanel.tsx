import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Why } from '@/shared/ui/Why';

import { explainQuery } from '../api/explain';
import { stagePathQuery } from '../api/getStagePath';
import styles from './StagePanel.module.css';
import type { Profile } from '../types';

/** How many of the latest stages are shown. */
const MOST = 8;

/** Where on the way to a regular: the stages so far, the one that holds, and why. */
export function StagePanel({ profile }: { profile: Profile }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const language = useLanguage();
  const customer = String(profile.customer_id);
  const path = useQuery(stagePathQuery(customer));
  const why = useQuery(explainQuery(customer, 'stage', language));
  if (!profile.stage) return null;
  return (
    <Panel
      title={t('stage.title')}
      note={profile.stage_since ? t('since', { day: format.day(profile.stage_since) }) : undefined}
    >
      <Loaded query={path} rows={2}>
        {({ stations }) => (
          <ol className={styles.path}>
            {stations.slice(-MOST).map(station => (
              <li key={station.since} className={station.until === null ? `${styles.step} ${styles.now}` : styles.step}>
                <span>{titled({ name: station.stage, title: station.title }, language)}</span>
                <time dateTime={station.since}>{format.day(station.since)}</time>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <Loaded query={why} rows={2}>
        {explained => <Why sentences={explained.why.slice(1)} />}
      </Loaded>
    </Panel>
  );
}
