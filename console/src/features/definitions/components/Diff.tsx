import { useTranslation } from 'react-i18next';

import { diffLines } from '../findings';
import styles from './Definitions.module.css';

const SIGNS = { plus: '+', minus: '−', place: '…', same: '' } as const;

/** A difference line by line. Added and removed lines carry a sign, so that colour is not all that tells them apart. */
export function Diff({ diff }: { diff: string }) {
  const { t } = useTranslation('definitions');
  const lines = diffLines(diff);
  if (lines.length === 0) return <p className={styles.faint}>{t('diff.same')}</p>;
  return (
    <pre className={styles.diff} tabIndex={0} aria-label={t('diff.title')}>
      {lines.map((line, place) => (
        <div key={place} className={styles[line.kind]}>
          <span>{SIGNS[line.kind]}</span>
          <span>{line.kind === 'place' ? '' : line.text}</span>
        </div>
      ))}
    </pre>
  );
}
