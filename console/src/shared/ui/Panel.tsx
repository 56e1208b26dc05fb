import { useId, type ReactNode } from 'react';

import styles from './Panel.module.css';

interface Props {
  title?: ReactNode;
  /** A few soft words beside the title: of when, of how many. */
  note?: ReactNode;
  actions?: ReactNode;
  /** No padding: for tables and lists that reach the border. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** One subject on a page. */
export function Panel({ title, note, actions, flush, className, children }: Props) {
  const id = useId();
  return (
    <section className={[styles.panel, className].filter(Boolean).join(' ')} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <header className={styles.head}>
          <h2 className={styles.title} id={id}>
            {title}
            {note && <span className={styles.note}>{note}</span>}
          </h2>
          {actions}
        </header>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
