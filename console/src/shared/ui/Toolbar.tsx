import type { ReactNode } from 'react';

import styles from './Toolbar.module.css';

/** What narrows the list below it. */
export function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.bar} role="search" aria-label={label}>
      {children}
    </div>
  );
}
