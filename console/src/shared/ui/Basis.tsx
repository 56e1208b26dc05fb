import { useTranslation } from 'react-i18next';

import type { Answer } from '@/shared/api/client';
import { useFormat } from '@/shared/format/useFormat';

import styles from './Basis.module.css';

/** What a result rests on: from how much, of when, by which method, and what is to be known about it. */
export function Basis({ basis }: { basis: Answer<'/v1/rfm'>['basis'] }) {
  const { t } = useTranslation('shared');
  const format = useFormat();
  return (
    <div className={styles.basis}>
      <p>
        {t('basis.from', { customers: format.number(basis.customers), events: format.number(basis.events) })}
        {basis.since && basis.until && ` · ${format.day(basis.since)} – ${format.day(basis.until)}`}
        {` · ${t('basis.asOf', { at: format.instant(basis.as_of) })} · `}
        <span lang="en">{basis.method}</span>
      </p>
      {basis.notes.map(note => (
        <p key={note} lang="en">
          {note}
        </p>
      ))}
    </div>
  );
}
