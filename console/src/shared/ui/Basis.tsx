import { useTranslation } from 'react-i18next';

import type { Answer } from '@/shared/api/client';
import { useFormat } from '@/shared/format/useFormat';
import { Said } from '@/shared/i18n/Said';

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
        <Said words={basis.method} />
      </p>
      {basis.notes.map((note, place) => (
        <p key={place}>
          <Said words={note} />
        </p>
      ))}
    </div>
  );
}
