import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { Why } from '@/shared/ui/Why';

import type { Names } from '../names';
import { byModel, type Scored } from '../scores';
import type { Profile } from '../types';
import { useBadge } from '../useBadge';
import styles from './List.module.css';

/** What models say of this customer, and by what. */
export function ScoresPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const definitions = useQuery(definitionsQuery);
  const models = definitions.data?.models ?? {};
  const scored = byModel(profile.scores, models);
  if (scored.length === 0 && Object.keys(models).length === 0) return null;
  return (
    <Panel title={t('scores.title')}>
      {scored.length === 0 && <p className={styles.faint}>{t('scores.none')}</p>}
      <ul className={styles.list}>
        {scored.map(one => (
          <li key={one.model} className={styles.item}>
            <div className={styles.first}>
              {one.kind ? (
                <Link to="/models/$model" params={{ model: one.model }}>
                  {names.model(one.model)}
                </Link>
              ) : (
                <span>{one.model}</span>
              )}
              <span className={styles.value}>
                <Score scored={one} />
              </span>
            </div>
            <Details scored={one} />
            <Why sentences={profile.reasons[one.model]?.why ?? []} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The main score, as one reads such a score. */
function Score({ scored: { kind, own } }: { scored: Scored }) {
  const format = useFormat();
  const badge = useBadge();
  const amount = useAmount();
  const main = own[''];
  if (kind === 'rfm') return <Pill tone="pine">{badge(own.group)}</Pill>;
  if (kind === 'groups') return <Pill>{format.value(main)}</Pill>;
  if (typeof main !== 'number') return format.value(main);
  if (kind === 'propensity') return format.percent(main);
  if (kind !== 'value') return format.value(main);
  return (
    <>
      {amount(main)} {own.tier !== undefined && <Pill tone="amber">{badge(own.tier)}</Pill>}
    </>
  );
}

/** Money of the house. */
function useAmount(): (value: number) => string {
  const format = useFormat();
  const { data } = useQuery(definitionsQuery);
  return value => format.amount(value, data?.workspace?.currency ?? '');
}

/** What a model adds to its main score, in words. */
function Details({ scored: { kind, own } }: { scored: Scored }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const amount = useAmount();
  if (kind === 'rfm' && own.recency !== undefined) {
    const [recency, frequency, monetary] = [own.recency, own.frequency, own.monetary].map(one => format.value(one));
    return <div className={styles.faint}>{t('scores.rfm', { recency, frequency, monetary })}</div>;
  }
  if (kind === 'value' && typeof own.low === 'number' && typeof own.high === 'number') {
    const { low, high, purchases, alive } = own;
    return (
      <div className={styles.faint}>
        {t('scores.between', { low: amount(low), high: amount(high) })}
        {typeof purchases === 'number' && ` · ${t('scores.purchases', { shown: format.number(purchases) })}`}
        {typeof alive === 'number' && ` · ${t('scores.alive', { share: format.percent(alive) })}`}
      </div>
    );
  }
  return null;
}
