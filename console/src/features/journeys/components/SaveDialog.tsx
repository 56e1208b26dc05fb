import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import { Loaded } from '@/shared/ui/Loaded';
import { ProblemView } from '@/shared/ui/ProblemView';

import { applyJourney, planQuery } from '../api/drafts';
import type { Draft } from '../useDraft';
import styles from './Journeys.module.css';

/** What saving would change and what stands in its way; then it holds from now on. */
export function SaveDialog({ draft, open, onClose }: { draft: Draft; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('journeys');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const plan = useQuery({ ...planQuery(draft.journey), enabled: open, staleTime: 0, placeholderData: undefined });
  const save = useMutation({
    mutationFn: () => applyJourney(draft.journey),
    onSuccess: async () => {
      draft.discard();
      onClose();
      message.success(t('save.done'));
      await queryClient.invalidateQueries();
    },
  });
  const serious = plan.data?.findings.some(finding => finding.level === 'error') ?? true;
  return (
    <Modal
      open={open}
      title={t('save.title')}
      okText={t('save.go')}
      cancelText={t('save.not')}
      okButtonProps={{ disabled: serious || plan.isFetching, loading: save.isPending }}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <p>{t('save.text')}</p>
        <Loaded query={plan} rows={3}>
          {({ findings, changes }) => (
            <>
              {changes.length > 0 && (
                <ul className={styles.changes}>
                  {changes.map((change, place) => (
                    <li key={place}>{change}</li>
                  ))}
                </ul>
              )}
              {findings.length > 0 && (
                <ul className={styles.changes}>
                  {findings.map((finding, place) => (
                    <li key={place} className={finding.level === 'error' ? styles.wrong : styles.doubt}>
                      {finding.text} {finding.at && <code>{finding.at}</code>}
                    </li>
                  ))}
                </ul>
              )}
              {changes.length === 0 && findings.length === 0 && <p>{t('save.nothing')}</p>}
            </>
          )}
        </Loaded>
        {save.isError && <ProblemView error={save.error} />}
      </div>
    </Modal>
  );
}
