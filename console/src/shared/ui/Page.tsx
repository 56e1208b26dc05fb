import { useEffect, type ReactNode } from 'react';

import styles from './Page.module.css';

interface Props {
  title: string;
  /** One sentence under the title: what one does here. */
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A room: its title, which is the browser's too, what can be done, and its panels one below the other. */
export function Page({ title, lead, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Regulars`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 className={styles.title}>{title}</h1>
          {lead && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.body}>{children}</div>
    </div>
  );
}
