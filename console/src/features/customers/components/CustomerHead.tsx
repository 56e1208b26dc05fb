import { useTranslation } from 'react-i18next';

import { bestIdentifier, called } from '@/shared/customers/called';
import { Sign } from '@/shared/customers/Sign';
import { useFormat } from '@/shared/format/useFormat';
import { Pill } from '@/shared/ui/Pill';
import { When } from '@/shared/ui/When';

import { useQuery } from '@tanstack/react-query';
import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { byModel } from '../scores';
import { useBadge } from '../useBadge';
import type { Names } from '../names';
import styles from './CustomerHead.module.css';
import type { Profile } from '../types';

/** Who this is, at a glance. */
export function CustomerHead({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const badge = useBadge();
  const { data } = useQuery(definitionsQuery);
  const scored = byModel(profile.scores, data?.models ?? {});
  const group = scored.find(one => one.kind === 'rfm')?.own.group;
  const tier = scored.find(one => one.kind === 'value')?.own.tier;
  const name = called(profile);
  const identifier = bestIdentifier(profile.identifiers);
  return (
    <div className={styles.head}>
      <Sign name={name} number={profile.customer_id} size={36} />
      {identifier && identifier !== name && <span>{identifier}</span>}
      {profile.stage && (
        <Pill
          tone="pine"
          title={profile.stage_since ? t('since', { day: format.instant(profile.stage_since) }) : undefined}
        >
          {names.stage(profile.stage)}
        </Pill>
      )}
      {group !== undefined && <Pill title={t('scores.group')}>{badge(group)}</Pill>}
      {tier !== undefined && (
        <Pill tone="amber" title={t('scores.tier')}>
          {badge(tier)}
        </Pill>
      )}
      <span>{t('number', { number: profile.customer_id })}</span>
      <span>{t('first', { day: format.day(profile.first_seen) })}</span>
      <span>
        {t('last')} <When at={profile.last_seen} />
      </span>
    </div>
  );
}
