import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { graphQuery } from '@/shared/definitions/getGraph';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { iconOf } from '../sections';
import { idOf, type Needs } from '../web';
import styles from './Definitions.module.css';

/** What a definition rests on, and what stands on it. */
export function NeedsPanel({ section, name }: { section: string; name: string }) {
  const { t } = useTranslation('definitions');
  const query = useQuery(graphQuery);
  return (
    <Panel
      title={t('needs.title')}
      actions={
        <Link to="/definitions" search={{ view: 'graph', around: idOf(section, name) }}>
          {t('view.graph')}
        </Link>
      }
    >
      <Loaded query={query} rows={4}>
        {({ items }) => {
          const own = items.find(one => one.section === section && one.name === name);
          return (
            <>
              <h3 className={styles.part}>{t('needs.usedBy')}</h3>
              <Places places={own?.used_by ?? []} items={items} none={t('needs.unused')} />
              <h3 className={styles.part}>{t('needs.needs')}</h3>
              <Places places={own?.needs ?? []} items={items} none={t('needs.nothing')} />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function Places({ places, items, none }: { places: string[][]; items: Needs[]; none: string }) {
  const { t } = useTranslation('definitions');
  const language = useLanguage();
  if (places.length === 0) return <p className={styles.faint}>{none}</p>;
  return (
    <ul className={styles.list}>
      {places.map(([section = '', name = '']) => {
        const Icon = iconOf(section);
        const found = items.find(one => one.section === section && one.name === name) ?? { name };
        return (
          <li key={idOf(section, name)} className={styles.line}>
            <Icon size={14} aria-hidden />
            <Link to="/definitions/$section/$name" params={{ section, name }} search={{}}>
              {titled(found, language)}
            </Link>
            <span className={styles.faint}>{t(`one.${section}`, { defaultValue: section })}</span>
          </li>
        );
      })}
    </ul>
  );
}
