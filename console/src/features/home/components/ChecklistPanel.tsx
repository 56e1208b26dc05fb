import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { Panel } from '@/shared/ui/Panel';

import { accountingQuery } from '../api/getAccounting';
import { identifiedQuery } from '../api/getIdentified';
import { steps } from '../steps';
import styles from './ChecklistPanel.module.css';

/** What a new house still needs, each step ticked as soon as it is done; gone when nothing is left. */
export function ChecklistPanel() {
  const { t } = useTranslation('home');
  const accounting = useQuery(accountingQuery);
  const identified = useQuery(identifiedQuery);
  const definitions = useQuery(definitionsQuery);
  if (!accounting.data || identified.data === undefined || !definitions.data) return null;
  const list = steps(accounting.data.accepted, identified.data, definitions.data);
  const done = list.filter(step => step.done).length;
  if (done === list.length) return null;
  return (
    <Panel title={t('checklist.title')} note={t('checklist.note', { done, count: list.length })}>
      <ol className={styles.steps}>
        {list.map((step, place) => (
          <li key={step.name} className={step.done ? `${styles.step} ${styles.done}` : styles.step}>
            <span className={styles.tick} aria-hidden>
              {step.done ? <Check size={14} /> : place + 1}
            </span>
            <span>
              <span className={styles.name}>{t(`checklist.${step.name}.title`)}</span>
              <span className={styles.text}>{step.done ? t('checklist.done') : t(`checklist.${step.name}.text`)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
