import styles from './Share.module.css';

interface Props {
  /** How long the bar is, 0 to 1. */
  part: number;
  tone?: 'pine' | 'amber' | 'bad';
}

/** A bar as long as a part of the whole; the figure itself stands beside it as text. */
export function Share({ part, tone = 'pine' }: Props) {
  return (
    <span className={styles.track} aria-hidden>
      {part > 0 && (
        <span className={`${styles.fill} ${styles[tone]}`} style={{ width: `${Math.min(1, part) * 100}%` }} />
      )}
    </span>
  );
}
