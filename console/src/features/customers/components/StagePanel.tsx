import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Api } from '@/shared/api/client';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Why } from '@/shared/ui/Why';

import { explainQuery } from '../api/explain';
import { stagePathQuery } from '../api/getStagePath';
import type { Names } from '../names';
import styles from './StagePanel.module.css';

/** Where on the way to a regular: the stages so far, the one that holds, and why. */
export function StagePanel({ profile, names }: { profile: Api<'Profile'>; names: Names }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const language = useLanguage();
  const stages = useQuery(stagesQuery);
  const path = useQuery(stagePathQuery(String(profile.customer_id)));
  const why = useQuery(explainQuery(String(profile.customer_id), 'stage', language));
  if (stages.data?.items.length === 0) return null;
  return (
    <Panel
      title={t('stage.title')}
      note={profile.stage_since ? t('since', { day: format.instant(profile.stage_since) }) : undefined}
    >
      <Loaded query={path} rows={2}>
        {steps => (
          <ol className={styles.path}>
            {steps.map((step, place) => (
              <li key={place} className={place === steps.length - 1 ? `${styles.step} ${styles.now}` : styles.step}>
                <span>{names.stage(step.stage)}</span>
                <time dateTime={step.at}>{format.day(step.at)}</time>
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
