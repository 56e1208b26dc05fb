import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';

import { Pill } from '@/shared/ui/Pill';

import styles from './Lifecycle.module.css';

/** Steps one after another. */
export function Way({ steps }: { steps: string[] }) {
  return (
    <span className={styles.way}>
      {steps.map((step, place) => (
        <Fragment key={place}>
          {place > 0 && <ChevronRight size={13} aria-hidden className={styles.arrow} />}
          <Pill tone={place === steps.length - 1 ? 'pine' : 'plain'}>{step}</Pill>
        </Fragment>
      ))}
    </span>
  );
}
