import { ArrowDown, ArrowUp } from 'lucide-react';

import { useFormat } from '@/shared/format/useFormat';

import styles from './Change.module.css';

/** A change as a part of the value before. The arrow says the direction, the colour whether that is wanted. */
export function Change({ change, good }: { change: number | null; good: boolean | null }) {
  const format = useFormat();
  if (change === null) return null;
  const tone = good === null ? '' : good ? styles.good : styles.bad;
  return (
    <span className={`${styles.change} ${tone}`}>
      {change > 0 && <ArrowUp size={12} aria-hidden />}
      {change < 0 && <ArrowDown size={12} aria-hidden />}
      {format.percent(change, true)}
    </span>
  );
}
