import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Said } from '@/shared/i18n/Said';
import { Grid } from '@/shared/ui/Grid';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';

import type { Worth } from '../types';
import styles from './Value.module.css';

/** What the forecast rests on: the models with their parameters and how sure they are, what was assumed, and the limits. */
export function RestsPanel({ worth }: { worth: Worth }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const parts = [worth.purchases, worth.amounts].filter(part => part !== null);
  const rows = parts.flatMap(part => part.parameters.map(one => ({ ...one, part })));
  const { independence } = worth;
  return (
    <Panel title={t('rests.title')} note={t('rests.note')} flush>
      <Grid
        label={t('rests.parameters')}
        rows={rows}
        rowKey={row => `${row.part.model}\n${row.name}`}
        columns={[
          { key: 'model', title: t('rests.model'), render: row => row.part.model },
          {
            key: 'name',
            title: t('rests.parameter'),
            render: row => (
              <>
                <code>{row.name}</code>{' '}
                {row.part.at_bound.includes(row.name) && <Pill tone="amber">{t('rests.bound')}</Pill>}
              </>
            ),
          },
          { key: 'value', title: t('rests.estimate'), right: true, render: row => format.number(row.value) },
          {
            key: 'error',
            title: t('rests.error'),
            right: true,
            render: row => (row.error === null ? t('rests.unknown') : `± ${format.number(row.error)}`),
          },
        ]}
      />
      <div style={{ padding: '0 16px 16px' }}>
        <h3 className={styles.sub}>{t('rests.independence')}</h3>
        <p>
          <Pill tone={independence.holds ? 'good' : 'amber'}>
            {independence.holds ? t('rests.holds') : t('rests.fails')}
          </Pill>{' '}
          {t('rests.correlation', {
            value: independence.correlation === null ? '–' : format.number(independence.correlation),
            limit: format.number(independence.limit),
          })}
        </p>
        <h3 className={styles.sub}>{t('limits')}</h3>
        <ul className={styles.limits}>
          {worth.limits.map((limit, place) => (
            <li key={place}>
              <Said words={limit} />
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
