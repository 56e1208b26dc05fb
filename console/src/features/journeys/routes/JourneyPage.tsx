import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

import { journeyQuery } from '../api/getJourneys';
import { JourneyDesk } from '../components/JourneyDesk';
import { newJourney } from '../edits';
import { useKnown } from '../known';
import type { JourneySearch } from '../search';
import type { Journey } from '../types';
import { again, begins } from '../words';

const route = getRouteApi('/frame/journeys/$journey');

/** One journey: its picture or list, what happens at each step, and everything one can do with it. */
export function JourneyPage() {
  const { t } = useTranslation('journeys');
  const { journey: name } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const language = useLanguage();
  const known = useKnown();
  const query = useQuery({ ...journeyQuery(name), retry: false });
  const change = (part: Partial<JourneySearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const held = query.data?.definition as unknown as Journey | undefined;
  const missing = query.isError && asProblem(query.error).status === 404;
  if (missing && search.begin) {
    const fresh = newJourney(name, known.templates[0]?.value ?? '');
    return (
      <Page title={name} lead={t('begin.lead')}>
        <JourneyDesk
          key={name}
          name={name}
          held={fresh}
          traffic={null}
          search={search}
          onChange={change}
          known={known}
        />
      </Page>
    );
  }
  return (
    <Page
      title={query.data ? titled(query.data, language) : name}
      lead={held && t('beginsAgain', { begins: begins(held, t, known), again: again(held, t) })}
    >
      <Loaded query={query} rows={6}>
        {traffic => (
          <JourneyDesk
            key={name}
            name={name}
            held={traffic.definition as unknown as Journey}
            traffic={traffic}
            search={search}
            onChange={change}
            known={known}
          />
        )}
      </Loaded>
    </Page>
  );
}
