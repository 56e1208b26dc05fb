import { useId, type ReactNode } from 'react';

import styles from './Journeys.module.css';

/** A field with its name above it; `children` is given the id that the name points to. */
export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
