import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Input, Popover } from 'antd';
import { Split } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '@/shared/session/may';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { When } from '@/shared/ui/When';

import { unmergeCustomer } from '../api/unmergeCustomer';
import styles from './List.module.css';
import type { MergeLine } from '../types';

/** With whom this customer was united, why, and the way back. */
export function MergesPanel({ customer, merges }: { customer: number; merges: MergeLine[] }) {
  const { t } = useTranslation('customers');
  const act = useMay('act');
  return (
    <Panel title={t('merges.title')}>
      <ul className={styles.list}>
        {merges.map((merge, place) => {
          const other = merge.from === customer ? merge.into : merge.from;
          return (
            <li key={place} className={styles.item}>
              <div className={styles.first}>
                <span>
                  <Link to="/customers/$customer" params={{ customer: String(other) }}>
                    {t('number', { number: other })}
                  </Link>{' '}
                  {!merge.holds && <Pill tone="amber">{t('merges.undone')}</Pill>}
                </span>
                {act && merge.holds && merge.into === customer && <Part customer={customer} from={merge.from} />}
              </div>
              <div className={styles.faint}>
                {merge.why} {merge.by && `· ${merge.by}`} · <When at={merge.at} />
              </div>
              {merge.undone_at && (
                <div className={styles.faint}>
                  {merge.undone_why} {merge.undone_by && `· ${merge.undone_by}`} · <When at={merge.undone_at} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Part({ customer, from }: { customer: number; from: number }) {
  const { t } = useTranslation('customers');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const part = useMutation({
    mutationFn: () => unmergeCustomer(String(customer), from, reason.trim()),
    onSuccess: async () => {
      message.success(t('merges.parted'));
      await queryClient.invalidateQueries({ queryKey: ['customers'] });
    },
  });
  const form = (
    <div style={{ width: 320, maxWidth: '80vw' }}>
      <Input.Search
        autoFocus
        maxLength={500}
        value={reason}
        loading={part.isPending}
        placeholder={t('merges.reason')}
        aria-label={t('merges.reason')}
        enterButton={t('merges.part')}
        onChange={event => setReason(event.target.value)}
        onSearch={() => reason.trim() && part.mutate()}
      />
      {part.isError && <ProblemView error={part.error} />}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={form}>
      <Button size="small" icon={<Split size={13} />}>
        {t('merges.part')}
      </Button>
    </Popover>
  );
}
