import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';

import { side } from '../side';
import styles from './Texts.module.css';

/** A sentiment from −1 (complains) to 1 (praises): as a mark on a scale, and as a figure. */
export function Feeling({ value }: { value: number }) {
  const { t } = useTranslation('texts');
  const format = useFormat();
  const which = side(value);
  return (
    <span className={styles.feeling} title={t(`side.${which}`)}>
      <span className={styles.scale} aria-hidden>
        <span
          className={styles[which]}
          style={value < 0 ? { right: '50%', width: `${-value * 50}%` } : { left: '50%', width: `${value * 50}%` }}
        />
      </span>
      <span className={styles.figure}>
        {value > 0 && '+'}
        {format.number(value)}
      </span>
    </span>
  );
}
