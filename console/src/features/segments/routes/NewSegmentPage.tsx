import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Page } from '@/shared/ui/Page';

import { SegmentForm } from '../components/SegmentForm';

const route = getRouteApi('/frame/segments/new');

/** A segment that is not there yet. */
export function NewSegmentPage() {
  const { t } = useTranslation('segments');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t('new.title')} lead={t('new.lead')}>
      <SegmentForm search={search} onSearch={next => void navigate({ search: next, replace: true })} />
    </Page>
  );
}
