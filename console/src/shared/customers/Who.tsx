import { Link } from '@tanstack/react-router';

import { bestIdentifier, called } from './called';
import { Sign } from './Sign';
import styles from './Who.module.css';

interface Props {
  customer_id: number;
  identifiers: Record<string, string[]>;
  traits?: Record<string, unknown>;
}

/** A customer in a list: sign, name, identifier; leads to their page. */
export function Who({ customer_id, identifiers, traits }: Props) {
  const name = called({ customer_id, identifiers, traits });
  const identifier = bestIdentifier(identifiers);
  return (
    <Link to="/customers/$customer" params={{ customer: String(customer_id) }} className={styles.who}>
      <Sign name={name} number={customer_id} />
      <span className={styles.words}>
        <bdi className={styles.name}>{name}</bdi>
        <bdi className={styles.faint}>{identifier && identifier !== name ? identifier : `#${customer_id}`}</bdi>
      </span>
    </Link>
  );
}
