import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { yamlQuery } from '@/shared/definitions/getYaml';
import { useDraft } from '@/shared/draft/useDraft';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Waiting } from '@/shared/ui/Waiting';

const Review = lazy(() => import('../components/Review'));

/** What waits to be applied: what it would change, whom it would move, what is wrong with it. */
export function ReviewPage() {
  const { t } = useTranslation('definitions');
  const { edits } = useDraft();
  const yaml = useQuery(yamlQuery);
  return (
    <Page title={t('review.title')} lead={t('review.lead')}>
      {edits.length === 0 ? (
        <Empty
          title={t('review.none')}
          text={t('review.noneText')}
          action={
            <ButtonLink to="/definitions" search={{}}>
              {t('title')}
            </ButtonLink>
          }
        />
      ) : (
        <Loaded query={yaml} rows={8}>
          {text => (
            <Suspense fallback={<Waiting rows={8} />}>
              <Review yaml={text} />
            </Suspense>
          )}
        </Loaded>
      )}
    </Page>
  );
}
