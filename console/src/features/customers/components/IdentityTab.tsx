import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Api } from '@/shared/api/client';
import { called } from '@/shared/customers/called';
import { LazyCanvas } from '@/shared/graph/LazyCanvas';
import { Panel } from '@/shared/ui/Panel';
import { Waiting } from '@/shared/ui/Waiting';

import { identityGraph } from '../identityGraph';
import type { Names } from '../names';
import { MergeForm } from './MergeForm';
import layout from './StoryTab.module.css';

/** By what this customer is known, and with whom they were united. */
export function IdentityTab({ profile }: { profile: Api<'Profile'>; names: Names }) {
  const { t } = useTranslation('customers');
  const graph = useMemo(() => identityGraph(called(profile), profile.identifiers), [profile]);
  return (
    <div className={layout.columns}>
      <Panel title={t('identity.title')}>
        <Suspense fallback={<Waiting rows={5} />}>
          <LazyCanvas label={t('identity.title')} nodes={graph.nodes as never} edges={graph.edges} height={380} />
        </Suspense>
      </Panel>
      <MergeForm customer={profile.customer_id} />
    </div>
  );
}
