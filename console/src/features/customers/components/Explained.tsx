import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useLanguage } from '@/shared/i18n/language';
import { Loaded } from '@/shared/ui/Loaded';
import { Why } from '@/shared/ui/Why';

import { explainQuery } from '../api/explain';
import styles from './List.module.css';

interface Props {
  customer: number;
  /** What the API calls it: a feature, a segment, or `stage`. */
  name: string;
  title: string;
  value: ReactNode;
}

/** A line that says why it is so, when asked. */
export function Explained({ customer, name, title, value }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <li className={styles.item}>
      <div className={styles.first}>
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight size={14} aria-hidden />
          {title}
        </button>
        <span className={styles.value}>{value}</span>
      </div>
      {open && (
        <div className={styles.why}>
          <Reasons customer={customer} name={name} />
        </div>
      )}
    </li>
  );
}

function Reasons({ customer, name }: { customer: number; name: string }) {
  const query = useQuery(explainQuery(String(customer), name, useLanguage()));
  return (
    <Loaded query={query} rows={2}>
      {explained => <Why sentences={explained.why} />}
    </Loaded>
  );
}
