import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { heatOption } from '@/shared/chart/heat';
import { CrowdDrawer } from '@/shared/customers/CrowdDrawer';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { Said } from '@/shared/i18n/Said';
import { titled } from '@/shared/i18n/titled';
import { useMode } from '@/shared/theme/mode';
import { Basis } from '@/shared/ui/Basis';
import { Empty } from '@/shared/ui/Empty';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { useNarrow } from '@/shared/ui/useNarrow';

import { rfmQuery } from '../api/getRfm';
import { grid, groupAt } from '../grid';
import type { ValueSearch } from '../search';
import type { Rfm } from '../types';
import { MovementPanel } from './MovementPanel';
import styles from './Value.module.css';

interface Props {
  search: ValueSearch;
  onChange: (part: Partial<ValueSearch>) => void;
}

/** The customers by recency, frequency and money: the grid, its eleven groups, and who moved between them. */
export function RfmTab({ search, onChange }: Props) {
  const { t } = useTranslation('value');
  const query = useQuery(rfmQuery);
  return (
    <div className={styles.stack}>
      <Learnt query={query} rows={8} missing={<Empty title={t('rfm.none.title')} text={t('rfm.none.text')} />}>
        {rfm => <Found rfm={rfm} search={search} onChange={onChange} />}
      </Learnt>
    </div>
  );
}

function Found({ rfm, search, onChange }: Props & { rfm: Rfm }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const language = useLanguage();
  const mode = useMode();
  const narrow = useNarrow();
  const show = search.show ?? 'customers';
  const called = useMemo(() => {
    const titles = new Map(rfm.groups.map(one => [one.group, titled({ name: one.group, title: one.title }, language)]));
    return (group: string | null) => (group === null ? t('movement.unknown') : (titles.get(group) ?? group));
  }, [rfm, language, t]);
  const drawn = useMemo(() => {
    const words = {
      recency: t('rfm.recency'),
      value: t('rfm.value'),
      group: t('rfm.group'),
      customers: t('customers'),
      revenue: t('revenue'),
    };
    return grid(rfm, show, format, called, words, narrow);
  }, [rfm, show, format, called, narrow, t]);
  const chart = useMemo(() => heatOption(drawn.heat, mode), [drawn, mode]);
  const open = rfm.groups.find(one => one.group === search.group);
  return (
    <>
      <Panel
        title={t('rfm.title')}
        note={t('rfm.note')}
        actions={
          <Segmented
            size="small"
            aria-label={t('rfm.show')}
            value={show}
            options={[
              { value: 'customers', label: t('customers') },
              { value: 'revenue', label: t('revenue') },
            ]}
            onChange={value => onChange({ show: value === 'revenue' ? 'revenue' : undefined })}
          />
        }
      >
        <Chart
          title={t('rfm.title')}
          option={chart}
          table={drawn.table}
          height={380}
          onPick={({ data }) => {
            const [column, row] = (data as { value: [number, number] }).value;
            onChange({ group: groupAt(rfm, column, row) });
          }}
        />
        <Basis basis={rfm.basis} />
      </Panel>
      <Panel title={t('groups.title')} note={t('groups.note')} flush>
        <ul className={styles.groups}>
          {rfm.groups.map(one => (
            <li key={one.group}>
              <button type="button" className={styles.group} onClick={() => onChange({ group: one.group })}>
                <h3>{called(one.group)}</h3>
                <span className={styles.soft}>{one.about[language] ?? one.about.en}</span>
                <span className={styles.count}>
                  {format.number(one.customers)} <span className={styles.soft}>{format.percent(one.share)}</span>
                </span>
                <span className={styles.soft}>
                  {t('groups.revenue', {
                    amount: format.amount(one.revenue, rfm.currency, true),
                    share: one.revenue_share === null ? '–' : format.percent(one.revenue_share),
                  })}
                </span>
                {one.orders !== null && one.days_since_last !== null && (
                  <span className={styles.soft}>
                    {t('groups.mean', {
                      orders: format.number(Math.round(one.orders * 10) / 10),
                      days: format.number(Math.round(one.days_since_last)),
                    })}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      </Panel>
      <MovementPanel
        groups={rfm.groups}
        currency={rfm.currency}
        called={called}
        since={search.since ?? '30'}
        onSince={since => onChange({ since: since === '30' ? undefined : since })}
      />
      <Panel title={t('limits')}>
        <ul className={styles.limits}>
          {rfm.limits.map((limit, place) => (
            <li key={place}>
              <Said words={limit} />
            </li>
          ))}
        </ul>
      </Panel>
      <CrowdDrawer
        crowd={
          open
            ? { name: `rfm_${open.group}`, title: open.title, when: `scores.${rfm.model}_group = '${open.group}'` }
            : null
        }
        onClose={() => onChange({ group: undefined })}
      />
    </>
  );
}
