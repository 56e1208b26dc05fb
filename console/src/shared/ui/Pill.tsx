import type { ReactNode } from 'react';

import styles from './Pill.module.css';

export type Tone = 'plain' | 'pine' | 'amber' | 'good' | 'bad';

/** A word that classifies: a stage, a segment, a status. */
export function Pill({ tone = 'plain', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span className={tone === 'plain' ? styles.pill : `${styles.pill} ${styles[tone]}`} title={title}>
      {children}
    </span>
  );
}
