import styles from './Why.module.css';

/** The sentences that say why something is so. */
export function Why({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className={styles.why}>
      {sentences.map((sentence, place) => (
        <li key={place}>{sentence}</li>
      ))}
    </ul>
  );
}
