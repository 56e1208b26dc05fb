import type { ReactNode } from 'react';

import styles from './Facts.module.css';

export interface Fact {
  name: string;
  value: ReactNode;
  /** A few soft words below: between what, against what. */
  note?: ReactNode;
}

/** A few figures side by side. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(fact => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd className={styles.value}>{fact.value}</dd>
          {fact.note && <dd className={styles.note}>{fact.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
