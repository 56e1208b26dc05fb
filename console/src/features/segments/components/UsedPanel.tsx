import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { graphQuery } from '@/shared/definitions/getGraph';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import styles from './Segments.module.css';

/** What the segment rests on, and what stands on it. */
export function UsedPanel({ name }: { name: string }) {
  const { t } = useTranslation('segments');
  const language = useLanguage();
  const query = useQuery(graphQuery);
  return (
    <Panel
      title={t('used.title')}
      actions={
        <Link to="/definitions" search={{ view: 'graph', around: `segments/${name}` }}>
          {t('used.graph')}
        </Link>
      }
    >
      <Loaded query={query} rows={3}>
        {({ items }) => {
          const own = items.find(one => one.section === 'segments' && one.name === name);
          const line = ([section, other]: [string, string]) => {
            const found = items.find(one => one.section === section && one.name === other);
            return (
              <li key={`${section}/${other}`}>
                <Link to="/definitions/$section/$name" params={{ section, name: other }} search={{}}>
                  {titled(found ?? { name: other }, language)}
                </Link>{' '}
                <span className={styles.faint}>{t(`section.${section}`, { defaultValue: section })}</span>
              </li>
            );
          };
          return (
            <>
              <h3 className={styles.faint}>{t('used.by')}</h3>
              {own && own.used_by.length > 0 ? (
                <ul className={styles.list}>{(own.used_by as [string, string][]).map(line)}</ul>
              ) : (
                <p>{t('used.nobody')}</p>
              )}
              {own && own.needs.length > 0 && (
                <>
                  <h3 className={styles.faint}>{t('used.needs')}</h3>
                  <ul className={styles.list}>{(own.needs as [string, string][]).map(line)}</ul>
                </>
              )}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
