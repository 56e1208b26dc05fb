import { useQuery } from '@tanstack/react-query';
import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { called } from '@/shared/customers/called';
import { useFormat } from '@/shared/format/useFormat';
import { LazyCanvas } from '@/shared/graph/LazyCanvas';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Waiting } from '@/shared/ui/Waiting';
import { When } from '@/shared/ui/When';
import { Why } from '@/shared/ui/Why';

import { identityQuery } from '../api/getIdentity';
import { identityGraph } from '../identityGraph';
import styles from './List.module.css';
import { MergeForm } from './MergeForm';
import { MergesPanel } from './MergesPanel';
import layout from './StoryTab.module.css';
import { TryRulesPanel } from './TryRulesPanel';
import type { IdentityGraph, Profile } from '../types';

/** By what this customer is known, with whom they were united, and what was kept apart and why. */
export function IdentityTab({ profile }: { profile: Profile }) {
  const { t } = useTranslation('customers');
  const query = useQuery(identityQuery(String(profile.customer_id)));
  return (
    <div className={layout.columns}>
      <div className={layout.side}>
        <Panel title={t('identity.title')}>
          <Loaded query={query} rows={6}>
            {identity => <Picture name={called(profile)} identity={identity} />}
          </Loaded>
        </Panel>
        {query.data && query.data.unjoined.length > 0 && (
          <Panel title={t('identity.unjoined')}>
            <ul className={styles.list}>
              {query.data.unjoined.map((one, place) => (
                <li key={place} className={styles.item}>
                  <div className={styles.first}>
                    <span>
                      {t(`identity.what.${one.what}`)} <code>{`${one.kind}:${one.value}`}</code>
                    </span>
                    <span className={styles.faint}>
                      <When at={one.at} />
                    </span>
                  </div>
                  <Why sentences={one.why} />
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
      <div className={layout.side}>
        {query.data && query.data.merges.length > 0 && (
          <MergesPanel customer={profile.customer_id} merges={query.data.merges} />
        )}
        <MergeForm customer={profile.customer_id} />
        <TryRulesPanel />
      </div>
    </div>
  );
}

const SMALLEST = 320;
const LARGEST = 620;

function Picture({ name, identity }: { name: string; identity: IdentityGraph }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const graph = useMemo(
    () =>
      identityGraph(name, identity, {
        customer: number => t('number', { number }),
        events: count => t('identity.events', { count, shown: format.number(count) }),
      }),
    [name, identity, t, format],
  );
  const height = Math.min(LARGEST, Math.max(SMALLEST, identity.nodes.length * 58));
  return (
    <Suspense fallback={<Waiting rows={6} />}>
      <LazyCanvas label={t('identity.title')} nodes={graph.nodes} edges={graph.edges} height={height} />
      {identity.shared_device && <p className={styles.faint}>{t('identity.shared')}</p>}
    </Suspense>
  );
}
