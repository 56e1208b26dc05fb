import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Select, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';

import { readingsQuery } from '../api/getTexts';
import { ItemsTab } from '../components/ItemsTab';
import { ReadingsPanel } from '../components/ReadingsPanel';
import styles from '../components/Texts.module.css';
import { TopicsTab } from '../components/TopicsTab';
import { TryTab } from '../components/TryTab';
import type { TextsSearch } from '../search';

const route = getRouteApi('/frame/texts');

/** What customers write, and what it says. */
export function TextsPage() {
  const { t } = useTranslation('texts');
  const language = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(readingsQuery);
  const change = (part: Partial<TextsSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const items = query.data?.items ?? [];
  const reading = items.find(one => one.name === search.of) ?? items[0];
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        items.length > 1 && (
          <Select
            aria-label={t('definition')}
            style={{ minWidth: 180 }}
            value={reading?.name}
            options={items.map(one => ({ value: one.name, label: titled(one, language) }))}
            onChange={of => change({ of })}
          />
        )
      }
    >
      <Loaded query={query} rows={6}>
        {() =>
          reading ? (
            <div className={styles.stack}>
              <ReadingsPanel reading={reading} />
              <Tabs
                activeKey={search.view ?? 'items'}
                onChange={view => change({ view: view === 'items' ? undefined : (view as TextsSearch['view']) })}
                destroyOnHidden
                items={[
                  {
                    key: 'items',
                    label: t('tab.items'),
                    children: <ItemsTab definition={reading.name} search={search} onChange={change} />,
                  },
                  {
                    key: 'topics',
                    label: t('tab.topics'),
                    children: <TopicsTab definition={reading.name} search={search} onChange={change} />,
                  },
                  { key: 'try', label: t('tab.try'), children: <TryTab definition={reading.name} /> },
                ]}
              />
            </div>
          ) : (
            <>
              <Panel>
                <Empty title={t('none.title')} text={t('none.text')} />
              </Panel>
              <TryTab definition={undefined} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
