import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { stagesQuery } from '@/shared/definitions/getStages';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import styles from './StagesPanel.module.css';

/** How many customers are in each stage; each leads to them. */
export function StagesPanel() {
  const { t } = useTranslation('home');
  const format = useFormat();
  const language = useLanguage();
  const query = useQuery(stagesQuery);
  return (
    <Panel
      title={t('stages.title')}
      note={
        query.data && t('stages.note', { count: sum(query.data.items), shown: format.number(sum(query.data.items)) })
      }
    >
      <Loaded query={query}>
        {({ items }) => {
          if (items.length === 0) return <Empty title={t('stages.none.title')} text={t('stages.none.text')} />;
          const most = Math.max(1, ...items.map(stage => stage.customers));
          const all = sum(items) || 1;
          return (
            <ul className={styles.bars}>
              {items.map(stage => (
                <li key={stage.name}>
                  <Link to="/customers" search={{ stage: stage.name }} className={styles.bar}>
                    <span className={styles.name}>{titled(stage, language)}</span>
                    <span className={styles.track}>
                      <span className={styles.fill} style={{ width: `${(stage.customers / most) * 100}%` }} />
                    </span>
                    <span className={styles.count}>{format.number(stage.customers)}</span>
                    <span className={styles.part}>{format.percent(stage.customers / all)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function sum(items: { customers: number }[]): number {
  return items.reduce((total, stage) => total + stage.customers, 0);
}
