import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';

import styles from './StagesPanel.module.css';
import type { Crowd } from '../types';

/** How many customers are in each stage; each leads to them. `customers`: how many there are at all. */
export function StagesPanel({ stages, customers }: { stages: Crowd[]; customers: number }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const language = useLanguage();
  const most = Math.max(1, ...stages.map(stage => stage.customers));
  return (
    <Panel title={t('stages.title')} note={t('stages.note', { count: customers, shown: format.number(customers) })}>
      {stages.length === 0 && <Empty title={t('stages.none.title')} text={t('stages.none.text')} />}
      <ul className={styles.bars}>
        {stages.map(stage => (
          <li key={stage.name}>
            <Link to="/customers" search={{ stage: stage.name }} className={styles.bar}>
              <span className={styles.name}>{titled(stage, language)}</span>
              <span className={styles.track}>
                {stage.customers > 0 && (
                  <span className={styles.fill} style={{ width: `${(stage.customers / most) * 100}%` }} />
                )}
              </span>
              <span className={styles.count}>{format.number(stage.customers)}</span>
              <span className={styles.part}>{format.percent(stage.customers / Math.max(1, customers))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
