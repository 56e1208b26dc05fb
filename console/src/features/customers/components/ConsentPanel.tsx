import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useMay } from '@/shared/session/may';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';

import { recordConsents } from '../api/recordConsents';
import type { Names } from '../names';
import styles from './List.module.css';
import type { Profile } from '../types';

/** What the customer allows; whoever may act can record a word that was given elsewhere. */
export function ConsentPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const definitions = useQuery(definitionsQuery);
  const queryClient = useQueryClient();
  const act = useMay('act');
  const customer = String(profile.customer_id);
  const record = useMutation({
    mutationFn: (consents: Record<string, boolean>) => recordConsents(customer, consents),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['customers', customer] }),
  });
  const purposes = [...new Set([...Object.keys(definitions.data?.purposes ?? {}), ...Object.keys(profile.consents)])];
  if (purposes.length === 0) return null;
  return (
    <Panel title={t('consent.title')}>
      <ul className={styles.list}>
        {purposes.map(purpose => (
          <li key={purpose} className={styles.item}>
            <div className={styles.first}>
              <span>{names.purpose(purpose)}</span>
              <span>
                {!(purpose in profile.consents) && <span className={styles.faint}>{t('consent.unsaid')} </span>}
                <Switch
                  size="small"
                  aria-label={names.purpose(purpose)}
                  checked={profile.consents[purpose] ?? false}
                  disabled={!act}
                  loading={record.isPending && purpose in record.variables}
                  onChange={allowed => record.mutate({ [purpose]: allowed })}
                />
              </span>
            </div>
          </li>
        ))}
      </ul>
      {record.isError && <ProblemView error={record.error} />}
    </Panel>
  );
}
