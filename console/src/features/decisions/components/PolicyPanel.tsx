import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Panel } from '@/shared/ui/Panel';

import type { Policy, Slot, SlotDefinition } from '../types';
import styles from './Slots.module.css';

/** How the slot chooses: its policy in words, and everything that it was told. */
export function PolicyPanel({ slot }: { slot: Slot }) {
  const { t } = useTranslation('decisions');
  const format = useFormat();
  const language = useLanguage();
  const policy = slot.policy as Policy;
  const defined = slot.definition as unknown as SlotDefinition;
  const rows: [string, React.ReactNode][] = [
    [t('policy.eligible'), <code key="eligible">{defined.eligible ?? 'true'}</code>],
    [t('policy.size'), format.number(defined.size ?? 1)],
    [t('policy.fallback'), defined.fallback ?? t('policy.noFallback')],
  ];
  if (policy.kind === 'popularity') {
    rows.push(
      [t('policy.count'), <code key="count">{policy.count ?? "event = 'Order Completed'"}</code>],
      [t('policy.halfLife'), policy.half_life ?? '30d'],
      [t('policy.explore'), format.percent(policy.explore ?? 0)],
    );
  }
  if (policy.kind === 'thompson') {
    rows.push(
      [t('policy.reward'), <code key="reward">{policy.reward ?? ''}</code>],
      [t('policy.within'), policy.within ?? '7d'],
    );
  }
  if (policy.kind) rows.push([t('policy.pool'), format.number(policy.pool ?? 200)]);
  return (
    <Panel
      title={policy.name ? titled({ ...policy, name: policy.name }, language) : t('policy.title')}
      note={policy.kind && t(`kind.${policy.kind}`)}
    >
      {policy.kind && <p className={styles.soft}>{t(`how.${policy.kind}`)}</p>}
      <dl className={styles.rows}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
