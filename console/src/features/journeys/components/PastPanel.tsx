import { useMutation } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Facts } from '@/shared/ui/Facts';
import { Grid, type GridColumn } from '@/shared/ui/Grid';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';

import { rehearse, type Rehearsed } from '../api/tries';
import type { Known } from '../known';
import type { Journey } from '../types';
import styles from './Journeys.module.css';
import { Passages } from './Passages';

const DAYS = [7, 30, 90];

/** The last days once more, with this journey, on a virtual clock. */
export function PastPanel({ name, drafted, known }: { name: string; drafted: Journey | null; known: Known }) {
  const { t } = useTranslation('journeys');
  const [days, setDays] = useState(30);
  const past = useMutation({ mutationFn: () => rehearse(name, days, drafted) });
  return (
    <Panel title={t('side.past')} note={drafted ? t('ofDraft') : undefined}>
      <div className={styles.form}>
        <p className={styles.faint}>{t('past.text')}</p>
        <div className={styles.acts}>
          <Segmented
            aria-label={t('past.days')}
            value={days}
            options={DAYS.map(count => ({ value: count, label: t('lasting.d', { count }) }))}
            onChange={setDays}
          />
          <Button type="primary" loading={past.isPending} onClick={() => past.mutate()}>
            {t('past.go')}
          </Button>
        </div>
        {past.isPending && <Waiting rows={4} />}
        {past.isError && <ProblemView error={past.error} />}
        {past.data && !past.isPending && <Outcome found={past.data} known={known} />}
      </div>
    </Panel>
  );
}

function Outcome({ found, known }: { found: Rehearsed; known: Known }) {
  const { t } = useTranslation('journeys');
  const format = useFormat();
  type Row = Rehearsed['steps'][number];
  const count = (key: 'waiting' | 'passed' | 'sent'): GridColumn<Row> => ({
    key,
    title: t(key === 'sent' ? 'past.queued' : `count.${key}`),
    right: true,
    render: step => (key === 'sent' && step.kind !== 'message' ? '–' : format.number(step[key])),
  });
  return (
    <>
      <Facts
        facts={[
          { name: t('past.judged'), value: format.number(found.judged) },
          { name: t('count.started'), value: format.number(found.started) },
          { name: t('count.ended'), value: format.number(found.ended) },
          { name: t('count.exited'), value: format.number(found.exited) },
          {
            name: t('past.messages'),
            value: format.number(found.messages),
            note: t('past.without', { count: found.without_consent, shown: format.number(found.without_consent) }),
          },
        ]}
      />
      <Grid
        label={t('side.past')}
        columns={[
          { key: 'name', title: t('step'), render: step => step.name },
          count('passed'),
          count('waiting'),
          count('sent'),
        ]}
        rows={found.steps.filter(step => step.kind !== 'exit')}
        rowKey={step => step.name}
      />
      {found.started === 0 && <p>{t('past.nobody')}</p>}
      <Passages lines={found.lines} known={known} />
    </>
  );
}
