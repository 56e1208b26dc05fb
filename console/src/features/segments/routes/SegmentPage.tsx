import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { checkQuery } from '@/shared/sql/checkExpression';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';

import { segmentQuery } from '../api/getSegment';
import { DifferencesPanel } from '../components/DifferencesPanel';
import { MembersPanel } from '../components/MembersPanel';
import { PastChart } from '../components/PastChart';
import styles from '../components/Segments.module.css';
import { UsedPanel } from '../components/UsedPanel';

const route = getRouteApi('/frame/segments/$segment');

/** One segment: who is in it, how it was, what sets it apart, what stands on it. */
export function SegmentPage() {
  const { t } = useTranslation('segments');
  const format = useFormat();
  const language = useLanguage();
  const may = useMay('define');
  const { segment: name } = route.useParams();
  const query = useQuery(segmentQuery(name));
  const check = useQuery(checkQuery({ text: query.data?.when ?? '', kind: 'segment', over: null, each: null }));
  const actions = query.data && (
    <>
      <ButtonLink to="/customers" search={{ segment: name }}>
        {t('page.customers')}
      </ButtonLink>
      {may && (
        <ButtonLink to="/segments/$segment/edit" params={{ segment: name }} search={{}} primary>
          {t('page.edit')}
        </ButtonLink>
      )}
    </>
  );
  return (
    <Page
      title={query.data ? titled(query.data, language) : name}
      lead={check.data?.sentence[language]}
      actions={actions}
    >
      <Loaded query={query} rows={6}>
        {segment => (
          <div className={styles.columns}>
            <div className={styles.side}>
              <Panel title={t('past.title')} note={t('past.note')}>
                <PastChart
                  when={segment.when}
                  title={`${titled(segment, language)} · ${t('past.title')}`}
                  height={260}
                />
              </Panel>
              <DifferencesPanel name={segment.name} title={titled(segment, language)} />
            </div>
            <div className={styles.side}>
              <Panel title={t('page.now')}>
                <div className={styles.big}>{format.number(segment.customers)}</div>
                <code className={styles.code}>{segment.when}</code>
              </Panel>
              <MembersPanel name={segment.name} customers={segment.customers} />
              <UsedPanel name={segment.name} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
