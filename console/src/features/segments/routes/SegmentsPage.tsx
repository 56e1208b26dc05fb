import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { graphQuery } from '@/shared/definitions/getGraph';
import { segmentsQuery } from '@/shared/definitions/getSegments';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';
import { SearchField } from '@/shared/ui/SearchField';
import { Toolbar } from '@/shared/ui/Toolbar';

import { SegmentsTable } from '../components/SegmentsTable';

const route = getRouteApi('/frame/segments');

/** All segments: how many are in each, and what stands on it. */
export function SegmentsPage() {
  const { t } = useTranslation('segments');
  const language = useLanguage();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('define');
  const query = useQuery(segmentsQuery);
  const graph = useQuery(graphQuery);
  const start = may && (
    <ButtonLink to="/segments/new" search={{}} primary icon={<Plus size={15} />}>
      {t('list.new')}
    </ButtonLink>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={start}>
      <Panel flush>
        <Toolbar label={t('list.narrow')}>
          <SearchField
            value={q}
            placeholder={t('list.search')}
            onChange={next => void navigate({ search: { q: next || undefined }, replace: true })}
          />
        </Toolbar>
        <Loaded query={query} rows={6}>
          {({ items }) => {
            const sought = q.toLowerCase();
            const found = items.filter(one =>
              `${titled(one, language)} ${one.name} ${one.when}`.toLowerCase().includes(sought),
            );
            if (items.length === 0) return <Empty title={t('none.title')} text={t('none.text')} action={start} />;
            if (found.length === 0) {
              return (
                <Empty
                  title={t('none.noMatch')}
                  text={t('none.noMatchText')}
                  action={<Button onClick={() => void navigate({ search: {} })}>{t('none.showAll')}</Button>}
                />
              );
            }
            return <SegmentsTable segments={found} needs={graph.data?.items ?? []} />;
          }}
        </Loaded>
      </Panel>
    </Page>
  );
}
