import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

import { segmentQuery } from '../api/getSegment';
import { SegmentForm } from '../components/SegmentForm';

const route = getRouteApi('/frame/segments/$segment/edit');

/** A segment that is there, with what a change of its text would move. */
export function EditSegmentPage() {
  const { t } = useTranslation('segments');
  const language = useLanguage();
  const { segment: name } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(segmentQuery(name));
  const title = query.data ? titled(query.data, language) : name;
  return (
    <Page title={t('edit.title', { title })} lead={t('edit.lead')}>
      <Loaded query={query} rows={6}>
        {segment => (
          <SegmentForm
            key={segment.name}
            existing={segment}
            search={search}
            onSearch={next => void navigate({ search: next, replace: true })}
          />
        )}
      </Loaded>
    </Page>
  );
}
