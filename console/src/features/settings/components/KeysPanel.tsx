import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { When } from '@/shared/ui/When';

import { keysQuery } from '../api/listKeys';
import { revokeKey } from '../api/revokeKey';
import { ordered } from '../keys';
import type { Key } from '../types';
import { NewKeyDialog } from './NewKeyDialog';
import styles from './Settings.module.css';

/** Keys of machines: those that write events in, and those that read and act. */
export function KeysPanel({ onMade }: { onMade: (source: string, secret: string) => void }) {
  const { t } = useTranslation('settings');
  const queryClient = useQueryClient();
  const query = useQuery(keysQuery);
  const [asking, setAsking] = useState(false);
  const again = async () => {
    await queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
    await queryClient.invalidateQueries({ queryKey: ['sources'] });
  };
  const revoke = useMutation({ mutationFn: revokeKey, onSuccess: again });
  const make = (
    <Button size="small" icon={<Plus size={14} />} onClick={() => setAsking(true)}>
      {t('keys.make')}
    </Button>
  );
  return (
    <Panel flush title={t('keys.title')} note={t('keys.note')} actions={make}>
      {revoke.isError && <ProblemView error={revoke.error} />}
      <Loaded query={query}>
        {keys =>
          keys.length === 0 ? (
            <Empty title={t('keys.none.title')} text={t('keys.none.text')} action={make} />
          ) : (
            <ul className={styles.list}>
              {ordered(keys).map(key => (
                <Line key={key.id} held={key} busy={revoke.isPending} onRevoke={() => revoke.mutate(key.id)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <NewKeyDialog
        open={asking}
        onClose={() => setAsking(false)}
        onMade={(source, secret) => {
          onMade(source, secret);
          void again();
        }}
      />
    </Panel>
  );
}

function Line({ held, busy, onRevoke }: { held: Key; busy: boolean; onRevoke: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <li className={held.revoked_at ? `${styles.item} ${styles.gone}` : styles.item}>
      <KeyRound size={16} color="var(--text-faint)" aria-hidden />
      <div className={styles.what}>
        <div>
          <code className={styles.name}>
            {held.kind === 'write' ? 'wk' : 'sk'}_…{held.hint}
          </code>{' '}
          {held.label}
        </div>
        <div className={styles.faint}>
          {t('keys.made')} <When at={held.created_at} />
          {held.revoked_at && (
            <>
              {' '}
              · {t('keys.revoked')} <When at={held.revoked_at} />
            </>
          )}
        </div>
      </div>
      {held.kind === 'write' ? (
        <Pill tone="pine">{t('keys.writes', { source: held.source })}</Pill>
      ) : (
        <Pill tone="amber">{held.scopes.map(scope => t(`scopes.${scope}`)).join(' · ')}</Pill>
      )}
      {!held.revoked_at && (
        <Popconfirm
          title={t('keys.revokeAsk')}
          description={t('keys.revokeText')}
          okText={t('keys.revoke')}
          okButtonProps={{ danger: true }}
          cancelText={t('cancel')}
          onConfirm={onRevoke}
        >
          <Button size="small" danger disabled={busy} aria-label={t('keys.revokeOne', { hint: held.hint })}>
            {t('keys.revoke')}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}
