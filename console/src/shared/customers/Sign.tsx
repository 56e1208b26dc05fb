import styles from './Sign.module.css';
import { initials } from './called';

const HUES = [172, 32, 215, 325, 200, 46, 14, 95];

/** The round sign of a customer; its colour follows from the number, so one is known again. */
export function Sign({ name, number, size = 28 }: { name: string; number: number; size?: number }) {
  const hue = HUES[number % HUES.length] ?? 0;
  return (
    <span
      className={styles.sign}
      aria-hidden
      style={{
        width: size,
        height: size,
        fontSize: size * 0.4,
        background: `light-dark(hsl(${hue} 34% 88%), hsl(${hue} 26% 22%))`,
        color: `light-dark(hsl(${hue} 55% 24%), hsl(${hue} 45% 78%))`,
      }}
    >
      {initials(name)}
    </span>
  );
}
