import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useMay } from '@/shared/session/may';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';

import { versionsQuery } from '../api/drafts';
import type { Known } from '../known';
import { same } from '../spelling';
import type { Draft } from '../useDraft';
import { begins } from '../words';
import styles from './Journeys.module.css';

/** What the journey was before, each to be opened as a draft. */
export function VersionsPanel({ draft, known }: { draft: Draft; known: Known }) {
  const { t } = useTranslation('journeys');
  const format = useFormat();
  const { message } = App.useApp();
  const define = useMay('define');
  const query = useQuery(versionsQuery(draft.journey.name));
  return (
    <Panel title={t('side.versions')}>
      <Loaded query={query} rows={4}>
        {versions => (
          <ul className={styles.versions}>
            {versions.map((version, place) => (
              <li key={version.number}>
                <div className={styles.kind}>
                  <strong>{t('version.number', { number: version.number })}</strong>
                  {place === 0 && <Pill tone="pine">{t('version.holds')}</Pill>}
                  <time className={styles.faint} dateTime={version.applied_at}>
                    {format.instant(version.applied_at)}
                  </time>
                </div>
                <div className={styles.faint}>
                  {begins(version.journey, t, known)} · {t('stepCount', { count: version.journey.steps.length })}:{' '}
                  {version.journey.steps.map(step => step.name).join(' → ')}
                </div>
                {define && !same(version.journey, draft.journey) && (
                  <Button
                    size="small"
                    onClick={() => {
                      draft.edit(version.journey);
                      message.info(t('version.opened'));
                    }}
                  >
                    {t('version.open')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}
