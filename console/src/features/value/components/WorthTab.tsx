import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { CrowdDrawer } from '@/shared/customers/CrowdDrawer';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Basis } from '@/shared/ui/Basis';
import { Empty } from '@/shared/ui/Empty';
import { Facts } from '@/shared/ui/Facts';
import { Grid } from '@/shared/ui/Grid';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Share } from '@/shared/ui/Share';

import { valueQuery } from '../api/getValue';
import type { ValueSearch } from '../search';
import type { Worth } from '../types';
import { spreadOption, spreadTable } from '../worthChart';
import { HeldOutPanel } from './HeldOutPanel';
import { RestsPanel } from './RestsPanel';
import styles from './Value.module.css';

interface Props {
  search: ValueSearch;
  onChange: (part: Partial<ValueSearch>) => void;
}

/** What customers will buy and be worth: in all, by tier, how it is spread, how good the forecast was, what it rests on. */
export function WorthTab({ search, onChange }: Props) {
  const { t } = useTranslation('value');
  const query = useQuery(valueQuery);
  return (
    <div className={styles.stack}>
      <Learnt query={query} rows={8} missing={<Empty title={t('worth.none.title')} text={t('worth.none.text')} />}>
        {worth => (
          <>
            <ExpectedPanel worth={worth} />
            <div className={styles.columns}>
              <TiersPanel worth={worth} search={search} onChange={onChange} />
              <SpreadPanel worth={worth} />
            </div>
            <HeldOutPanel worth={worth} />
            <RestsPanel worth={worth} />
          </>
        )}
      </Learnt>
    </div>
  );
}

function ExpectedPanel({ worth }: { worth: Worth }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const money = (value: number) => format.amount(value, worth.currency, true);
  const { expected } = worth;
  return (
    <Panel title={t('worth.title')} note={t('worth.note', { days: format.number(worth.horizon_days) })}>
      <Facts
        facts={[
          {
            name: t('worth.value'),
            value: money(expected.value),
            note: t('worth.between', {
              share: format.percent(worth.interval.share),
              low: money(expected.low),
              high: money(expected.high),
            }),
          },
          { name: t('worth.purchases'), value: format.number(Math.round(expected.purchases)) },
          {
            name: t('worth.alive'),
            value: format.number(Math.round(expected.alive)),
            note: t('worth.of', { of: format.number(worth.basis.customers) }),
          },
          { name: t('worth.amount'), value: money(worth.mean_amount) },
        ]}
      />
      <Basis basis={worth.basis} />
    </Panel>
  );
}

function TiersPanel({ worth, search, onChange }: Props & { worth: Worth }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const language = useLanguage();
  const open = worth.tiers.find(one => one.tier === search.tier);
  return (
    <Panel title={t('tiers.title')} note={t('tiers.note')} flush>
      <Grid
        label={t('tiers.title')}
        rows={worth.tiers}
        rowKey={one => one.tier}
        columns={[
          {
            key: 'tier',
            title: t('tiers.tier'),
            render: one => (
              <button type="button" className={styles.link} onClick={() => onChange({ tier: one.tier })}>
                {titled({ name: one.tier, title: one.title }, language)}
              </button>
            ),
          },
          { key: 'bar', title: '', render: one => <Share part={one.share ?? 0} /> },
          {
            key: 'share',
            title: t('tiers.share'),
            right: true,
            render: one => (one.share === null ? '–' : format.percent(one.share)),
          },
          { key: 'customers', title: t('customers'), right: true, render: one => format.number(one.customers) },
          {
            key: 'value',
            title: t('tiers.value'),
            right: true,
            render: one => format.amount(one.value, worth.currency, true),
          },
          {
            key: 'from',
            title: t('tiers.from'),
            right: true,
            render: one => (one.from === null ? '–' : format.amount(one.from, worth.currency, true)),
          },
        ]}
      />
      <CrowdDrawer
        crowd={
          open
            ? { name: `value_${open.tier}`, title: open.title, when: `scores.${worth.model}_tier = '${open.tier}'` }
            : null
        }
        onClose={() => onChange({ tier: undefined })}
      />
    </Panel>
  );
}

function SpreadPanel({ worth }: { worth: Worth }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const chart = useMemo(
    () =>
      spreadOption(worth, format, {
        customers: t('spread.customers'),
        value: t('spread.value'),
        even: t('spread.even'),
      }),
    [worth, format, t],
  );
  const read = useMemo(
    () => spreadTable(worth, [t('spread.customers'), t('spread.each'), t('spread.value')]),
    [worth, t],
  );
  const top = 1 - (worth.distribution.find(point => Math.abs(point.customers - 0.8) < 0.001)?.share ?? 0.8);
  return (
    <Panel title={t('spread.title')} note={t('spread.note', { share: format.percent(top) })}>
      <Chart title={t('spread.title')} option={chart} table={read} height={250} />
    </Panel>
  );
}
