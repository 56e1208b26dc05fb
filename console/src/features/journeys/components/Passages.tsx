import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Why } from '@/shared/ui/Why';

import type { Known } from '../known';
import type { Passage } from '../types';
import { happened } from '../words';
import styles from './Journeys.module.css';

/** What would happen to one customer after another, step by step, each with its instant and its reasons. */
export function Passages({ lines, known }: { lines: Passage[]; known: Known }) {
  const { t } = useTranslation('journeys');
  const format = useFormat();
  const customers = [...new Set(lines.map(line => line.customer_id))];
  return customers.map(customer => (
    <div key={customer}>
      <div className={styles.whom}>
        <Link to="/customers/$customer" params={{ customer: String(customer) }}>
          {t('customer', { number: customer })}
        </Link>
      </div>
      <ol className={styles.passages}>
        {lines
          .filter(line => line.customer_id === customer)
          .map((line, place) => (
            <li key={place} className={line.kind === 'message' ? styles.message : undefined}>
              <div>{happened(line.kind, line.value, t, known)}</div>
              <time className={styles.faint} dateTime={line.at}>
                {format.instant(line.at)}
              </time>
              <Why sentences={line.why} />
            </li>
          ))}
      </ol>
    </div>
  ));
}
