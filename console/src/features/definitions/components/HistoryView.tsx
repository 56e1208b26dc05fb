import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { yamlQuery } from '@/shared/definitions/getYaml';
import { draft } from '@/shared/draft/draft';
import { download } from '@/shared/format/download';
import { useFormat } from '@/shared/format/useFormat';
import { useMay } from '@/shared/session/may';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { Why } from '@/shared/ui/Why';

import { versionQuery, versionsQuery } from '../api/versions';
import styles from './Definitions.module.css';
import { Diff } from './Diff';

/** Every version that ever held; what going back to one would change. */
export function HistoryView({ chosen, onChoose }: { chosen: number | undefined; onChoose: (version: number) => void }) {
  const { t } = useTranslation('definitions');
  const format = useFormat();
  const query = useQuery(versionsQuery);
  return (
    <Loaded query={query} rows={6}>
      {({ versions }) => {
        const shown = chosen ?? versions[1]?.number ?? versions[0]?.number;
        if (shown === undefined) return <Empty title={t('history.none')} text={t('history.noneText')} />;
        return (
          <div className={styles.versions}>
            <Panel title={t('history.title')} note={t('history.count', { count: versions.length })} flush>
              <ul className={styles.list} style={{ gap: 0, maxHeight: '70vh', overflow: 'auto' }}>
                {versions.map((version, place) => (
                  <li key={version.number}>
                    <button
                      type="button"
                      className={styles.version}
                      aria-current={version.number === shown}
                      onClick={() => onChoose(version.number)}
                    >
                      <strong>{t('history.version', { number: version.number })}</strong>
                      <span className={styles.faint}>{format.instant(version.applied_at)}</span>
                      {place === 0 && <Pill tone="pine">{t('history.now')}</Pill>}
                    </button>
                  </li>
                ))}
              </ul>
            </Panel>
            <VersionPanel number={shown} now={shown === versions[0]?.number} />
          </div>
        );
      }}
    </Loaded>
  );
}

function VersionPanel({ number, now }: { number: number; now: boolean }) {
  const { t } = useTranslation('definitions');
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const may = useMay('define');
  const query = useQuery(versionQuery(number));
  const goBack = async (text: string) => {
    const [yaml, { toward }] = await Promise.all([queryClient.fetchQuery(yamlQuery), import('@/shared/draft/toward')]);
    draft.set(toward(yaml, [{ name: '', text }], true));
    await navigate({ to: '/definitions/review' });
  };
  return (
    <Panel
      title={t('history.version', { number })}
      actions={
        query.data && (
          <span className={styles.actions}>
            <Button
              size="small"
              onClick={() => download(`definitions-${number}.yml`, new Blob([query.data.yaml], { type: 'text/yaml' }))}
            >
              {t('export')}
            </Button>
            {!now && may && (
              <Button size="small" type="primary" onClick={() => void goBack(query.data.yaml)}>
                {t('history.back')}
              </Button>
            )}
          </span>
        )
      }
    >
      <Loaded query={query} rows={8}>
        {version =>
          now ? (
            <p className={styles.faint}>{t('history.holds')}</p>
          ) : (
            <div className={styles.form}>
              <div>
                <h3 className={styles.part}>{t('history.would')}</h3>
                <Why sentences={version.changes} />
              </div>
              <Diff diff={version.diff} />
            </div>
          )
        }
      </Loaded>
    </Panel>
  );
}
