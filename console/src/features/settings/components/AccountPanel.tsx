import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { sessionQuery } from '@/shared/session/getSession';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';

import { leaveEverywhere } from '../api/leaveEverywhere';
import { PERMISSIONS } from '../permissions';
import { PasswordForm } from './PasswordForm';
import styles from './Settings.module.css';

/** One's own account: who one is, what one may do, the password, and the way out of every device. */
export function AccountPanel() {
  const { t } = useTranslation('settings');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: leaveEverywhere,
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: {} });
      queryClient.clear();
    },
  });
  return (
    <>
      <Panel title={t('account.title')}>
        <div className={styles.name}>{session.member.name}</div>
        <div className={styles.faint}>{session.member.email}</div>
        <h3 className={styles.step}>{t('account.role', { role: t(`frame:roles.${session.member.role}`) })}</h3>
        <div className={styles.words}>
          {PERMISSIONS.filter(permission => session.may.includes(permission)).map(permission => (
            <Pill key={permission}>{t(`may.${permission}`)}</Pill>
          ))}
        </div>
      </Panel>
      <Panel title={t('password.title')}>
        <PasswordForm />
      </Panel>
      <Panel title={t('account.devices')}>
        <p>{t('account.devicesText')}</p>
        {leave.isError && <ProblemView error={leave.error} />}
        <Popconfirm
          title={t('account.leaveAsk')}
          okText={t('account.leave')}
          cancelText={t('cancel')}
          onConfirm={() => leave.mutate()}
        >
          <Button icon={<LogOut size={15} />} loading={leave.isPending} style={{ marginTop: 12 }}>
            {t('account.leave')}
          </Button>
        </Popconfirm>
      </Panel>
    </>
  );
}
