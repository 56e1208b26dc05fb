import { useTranslation } from 'react-i18next';

import { Pill } from '@/shared/ui/Pill';

import type { Finding } from '../api/check';
import { lineAt } from '../findings';
import styles from './Definitions.module.css';

/** What is wrong or doubtful, errors first. */
export function Findings({ findings }: { findings: Finding[] }) {
  const { t } = useTranslation('definitions');
  const sorted = [...findings].sort(
    (one, other) => Number(one.level === 'warning') - Number(other.level === 'warning'),
  );
  return (
    <ul className={styles.list}>
      {sorted.map((finding, place) => {
        const line = lineAt(finding);
        return (
          <li key={place} className={finding.level === 'error' ? `${styles.finding} ${styles.error}` : styles.finding}>
            <div className={styles.line}>
              <Pill tone={finding.level === 'error' ? 'bad' : 'amber'}>{t(`level.${finding.level}`)}</Pill>
              <code className={styles.faint}>{finding.code}</code>
              {line !== null && <span className={styles.faint}>{t('line', { line })}</span>}
            </div>
            {finding.text}
          </li>
        );
      })}
    </ul>
  );
}
