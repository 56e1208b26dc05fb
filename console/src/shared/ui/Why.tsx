import { Said } from '@/shared/i18n/Said';
import type { Words } from '@/shared/i18n/said';

import styles from './Why.module.css';

/** The sentences that say why something is so. */
export function Why({ sentences }: { sentences: Words[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className={styles.why}>
      {sentences.map((sentence, place) => (
        <li key={place}>
          <Said words={sentence} />
        </li>
      ))}
    </ul>
  );
}
