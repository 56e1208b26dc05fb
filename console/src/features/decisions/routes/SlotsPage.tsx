import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';

import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

import { slotsQuery } from '../api/slots';
import { ItemsPanel } from '../components/ItemsPanel';
import { LogPanel } from '../components/LogPanel';
import { PolicyPanel } from '../components/PolicyPanel';
import { SharesPanel } from '../components/SharesPanel';
import { SlotCards } from '../components/SlotCards';
import styles from '../components/Slots.module.css';
import { SPANS, type SlotsSearch } from '../search';
import type { SlotDefinition } from '../types';

const route = getRouteApi('/frame/slots');

/** Places where something is chosen for each customer: from what, how, what it came to, and every decision with its why. */
export function SlotsPage() {
  const { t } = useTranslation('decisions');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<SlotsSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const days = search.days ?? '30';
  const query = useQuery(slotsQuery(Number(days)));
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Segmented
          aria-label={t('span')}
          value={days}
          options={SPANS.map(count => ({ value: count, label: t('days', { count: Number(count) }) }))}
          onChange={now => change({ days: now === '30' ? undefined : now })}
        />
      }
    >
      <Loaded query={query} rows={6}>
        {({ items }) => {
          const slot = items.find(one => one.name === search.slot) ?? items[0];
          if (!slot) {
            return (
              <Empty
                title={t('none.title')}
                text={t('none.text')}
                action={<Link to="/definitions">{t('toDefinitions')}</Link>}
              />
            );
          }
          const definition = slot.definition as unknown as SlotDefinition;
          return (
            <>
              <SlotCards slots={items} chosen={slot.name} onChoose={name => change({ slot: name, item: undefined })} />
              <div className={styles.columns}>
                <SharesPanel slot={slot} days={Number(days)} onItem={item => change({ slot: slot.name, item })} />
                <PolicyPanel slot={slot} />
              </div>
              <LogPanel
                key={slot.name}
                slot={slot}
                item={search.item}
                onItem={item => change({ slot: slot.name, item })}
              />
              <ItemsPanel key={definition.catalog} catalog={definition.catalog} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
