import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Pill } from '@/shared/ui/Pill';

import type { Comparison } from '../api/compare';
import { iconOf } from '../sections';
import styles from './Definitions.module.css';

const TONES = { added: 'good', changed: 'amber', removed: 'bad' } as const;

/** What a change means: which definitions differ, and what the house then does. */
export function Meaning({ found }: { found: Comparison }) {
  const { t } = useTranslation('definitions');
  const format = useFormat();
  if (found.changes.length === 0) return <p className={styles.faint}>{t('diff.same')}</p>;
  return (
    <div className={styles.form}>
      <ul className={styles.list}>
        {found.changes.map(change => {
          const Icon = iconOf(change.section);
          return (
            <li key={`${change.section}/${change.name}`} className={styles.line}>
              <Pill tone={TONES[change.what]}>{t(`draft.${change.what}`)}</Pill>
              <Icon size={14} aria-hidden />
              {t(`one.${change.section}`, { defaultValue: change.section })} <code>{change.name}</code>
              <span className={styles.faint}>
                {change.what !== 'changed'
                  ? ''
                  : change.fields.length > 0
                    ? change.fields.join(', ')
                    : t('means.byUse')}
              </span>
              {!change.semantic && <span className={styles.faint}>{t('means.same')}</span>}
            </li>
          );
        })}
      </ul>
      {found.filled > 0 && (
        <p className={styles.faint}>{t('means.filled', { count: found.filled, shown: format.number(found.filled) })}</p>
      )}
      {found.refit.length > 0 && <p className={styles.faint}>{t('means.refit', { models: found.refit.join(', ') })}</p>}
    </div>
  );
}
