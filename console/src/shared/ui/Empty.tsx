import { Sprout } from 'lucide-react';
import type { ReactNode } from 'react';

import styles from './Empty.module.css';

interface Props {
  title: string;
  /** What to do next, in a sentence. */
  text: string;
  action?: ReactNode;
}

/** Nothing is here yet: says why, and what one does next. */
export function Empty({ title, text, action }: Props) {
  return (
    <div className={styles.empty}>
      <span className={styles.mark}>
        <Sprout size={20} aria-hidden />
      </span>
      <div className={styles.title}>{title}</div>
      <div className={styles.text}>{text}</div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
