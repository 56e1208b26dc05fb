import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { definitionsQuery, type Named } from '@/shared/definitions/getDefinitions';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { When } from '@/shared/ui/When';

import { latestQuery } from '../api/getLatest';
import { sourcesQuery } from '../api/listSources';
import type { Source } from '../types';
import styles from './Settings.module.css';

/** What writes events in, and when it was last heard. */
export function SourcesPanel({ chosen, onChoose }: { chosen: string | undefined; onChoose: (name: string) => void }) {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const query = useQuery(sourcesQuery);
  const definitions = useQuery(definitionsQuery);
  const defined = (definitions.data as { sources?: Record<string, Named> } | undefined)?.sources ?? {};
  return (
    <Panel flush title={t('sources.title')} note={t('sources.note')}>
      <Loaded query={query}>
        {sources =>
          sources.length === 0 ? (
            <Empty title={t('sources.none.title')} text={t('sources.none.text')} />
          ) : (
            <ul className={styles.list}>
              {sources.map(source => (
                <Line
                  key={source.name}
                  source={source}
                  title={titled({ ...defined[source.name], name: source.name }, language)}
                  chosen={source.name === chosen}
                  onChoose={() => onChoose(source.name)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

interface LineProps {
  source: Source;
  title: string;
  chosen: boolean;
  onChoose: () => void;
}

function Line({ source, title, chosen, onChoose }: LineProps) {
  const { t } = useTranslation('settings');
  const latest = useQuery(latestQuery(source.name));
  return (
    <li className={chosen ? `${styles.item} ${styles.chosen}` : styles.item}>
      <div className={styles.what}>
        <div>
          <span className={styles.name}>{title}</span> {title !== source.name && <code>{source.name}</code>}
        </div>
        <div className={styles.faint}>
          {t('sources.keys', { count: source.keys })}
          {source.origins.length > 0 && ` · ${t('sources.origins', { origins: source.origins.join(', ') })}`}
        </div>
      </div>
      {latest.isSuccess &&
        (latest.data ? (
          <span className={styles.faint}>
            {t('sources.last')} <When at={latest.data.received_at} />
          </span>
        ) : (
          <Pill tone="amber">{t('sources.silent')}</Pill>
        ))}
      <Button
        size="small"
        aria-pressed={chosen}
        aria-label={t('sources.setUpOne', { source: title })}
        onClick={onChoose}
      >
        {t('sources.setUp')}
      </Button>
    </li>
  );
}
