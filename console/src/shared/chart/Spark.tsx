import styles from './Spark.module.css';

const WIDTH = 160;
const HEIGHT = 34;
const EDGE = 3;

/** The line of a few values, small and without axes; a gap where one is missing. The figures stand beside it as text. */
export function Spark({ values }: { values: (number | null)[] }) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return <span className={styles.spark} />;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const x = (place: number) => EDGE + (place / (values.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number) => HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE);
  const path = values
    .map((value, place) => {
      if (value === null) return '';
      const pen = place === 0 || values[place - 1] === null ? 'M' : 'L';
      return `${pen}${x(place).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
  const last = values.findLastIndex(value => value !== null);
  return (
    <svg className={styles.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <path
        d={path}
        fill="none"
        stroke="var(--pine)"
        strokeWidth="1.8"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={`M${x(last)} ${y(values[last] ?? low)}h0`}
        stroke="var(--amber)"
        strokeWidth="6"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
