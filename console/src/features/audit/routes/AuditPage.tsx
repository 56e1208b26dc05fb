import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '@/shared/session/may';
import { Empty } from '@/shared/ui/Empty';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';

import { ActsPanel } from '../components/ActsPanel';
import { ChainPanel } from '../components/ChainPanel';
import type { AuditSearch } from '../search';

const route = getRouteApi('/frame/audit');

/** Who did what: sign-ins, reveals, changes; and the proof that nothing in it was changed. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const audit = useMay('audit');
  const change = useCallback(
    (part: Partial<AuditSearch>) => void navigate({ search: before => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  return (
    <Page title={t('title')} lead={t('lead')}>
      {audit ? (
        <>
          <ChainPanel />
          <ActsPanel search={search} onChange={change} />
        </>
      ) : (
        <Panel>
          <Empty title={t('barred.title')} text={t('barred.text')} />
        </Panel>
      )}
    </Page>
  );
}
