import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { Empty } from '@/shared/ui/Empty';
import { Grid, type GridColumn } from '@/shared/ui/Grid';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';

import { journeysQuery } from '../api/getJourneys';
import { BeginJourney } from '../components/BeginJourney';
import styles from '../components/Journeys.module.css';
import { useKnown } from '../known';
import type { Counts, Journey, Traffic } from '../types';
import { begins } from '../words';

/** All journeys: what begins them, who is under way, and what became of their messages. */
export function JourneysPage() {
  const { t } = useTranslation('journeys');
  const format = useFormat();
  const language = useLanguage();
  const known = useKnown();
  const define = useMay('define');
  const query = useQuery(journeysQuery);
  const number = (title: string, of: (journey: Traffic) => number): GridColumn<Traffic> => ({
    key: title,
    title,
    right: true,
    render: journey => format.number(of(journey)),
  });
  const sum = (name: 'sent' | 'held_back' | 'failed') => (journey: Traffic) =>
    journey.steps.reduce((total: number, step: Counts) => total + step[name], 0);
  const columns: GridColumn<Traffic>[] = [
    {
      key: 'journey',
      title: t('journey'),
      render: journey => (
        <>
          <Link to="/journeys/$journey" params={{ journey: journey.name }} className={styles.name}>
            {titled(journey, language)}
          </Link>
          <div className={styles.faint}>{begins(journey.definition as unknown as Journey, t, known)}</div>
        </>
      ),
    },
    number(t('steps'), journey => journey.steps.length),
    number(t('count.running'), journey => journey.running),
    number(t('count.started'), journey => journey.started),
    number(t('count.ended'), journey => journey.ended),
    number(t('count.exited'), journey => journey.exited),
    number(t('count.sent'), sum('sent')),
    number(t('count.held_back'), sum('held_back')),
    number(t('count.failed'), sum('failed')),
  ];
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={define && query.data && <BeginJourney taken={query.data.items} />}
    >
      <Loaded query={query} rows={5}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('none.title')} text={t('none.text')} action={define && <BeginJourney taken={items} />} />
          ) : (
            <Panel flush>
              <Grid label={t('title')} columns={columns} rows={items} rowKey={journey => journey.name} />
            </Panel>
          )
        }
      </Loaded>
    </Page>
  );
}
