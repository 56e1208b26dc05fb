import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

import type { Policy, Slot } from '../types';
import styles from './Slots.module.css';

interface Props {
  slots: Slot[];
  chosen: string;
  onChoose: (name: string) => void;
}

/** The slots side by side; one is looked at more closely. */
export function SlotCards({ slots, chosen, onChoose }: Props) {
  const { t } = useTranslation('decisions');
  const format = useFormat();
  const language = useLanguage();
  return (
    <div className={styles.cards} role="group" aria-label={t('slots')}>
      {slots.map(slot => {
        const policy = slot.policy as Policy;
        return (
          <button
            key={slot.name}
            type="button"
            className={styles.card}
            aria-pressed={slot.name === chosen}
            onClick={() => onChoose(slot.name)}
          >
            <span className={styles.called}>{titled(slot, language)}</span>
            <span className={styles.faint}>
              {policy.kind
                ? `${titled({ ...policy, name: policy.name ?? '' }, language)} · ${t(`kind.${policy.kind}`)}`
                : '–'}
            </span>
            <span className={styles.figure}>
              {format.compact(slot.decisions)} <small>{t('decisions', { count: slot.decisions })}</small>
            </span>
            <span className={styles.faint}>
              {t('customersItems', { customers: format.number(slot.customers), items: format.number(slot.items) })}
            </span>
          </button>
        );
      })}
    </div>
  );
}
