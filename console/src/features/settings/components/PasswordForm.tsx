import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { sessionQuery } from '@/shared/session/getSession';
import { ProblemView } from '@/shared/ui/ProblemView';

import { changePassword } from '../api/changePassword';
import styles from './Settings.module.css';

const SHORTEST = 8;

/** Sets a new password; the old one proves that it is not somebody at an open screen. */
export function PasswordForm() {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ old: string; new: string }>();
  const queryClient = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: fresh => {
      queryClient.setQueryData(sessionQuery.queryKey, fresh);
      form.resetFields();
      message.success(t('password.done'));
    },
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className={styles.narrow}
      onFinish={given => change.mutate(given)}
    >
      <input type="text" hidden readOnly autoComplete="username" value={session.member.email} />
      <Form.Item name="old" label={t('password.old')} rules={[{ required: true, message: t('password.oldWanted') }]}>
        <Input.Password autoComplete="current-password" maxLength={1000} />
      </Form.Item>
      <Form.Item
        name="new"
        label={t('password.new')}
        extra={t('password.advice')}
        rules={[{ required: true, min: SHORTEST, message: t('password.short') }]}
      >
        <Input.Password autoComplete="new-password" maxLength={1000} />
      </Form.Item>
      {change.isError && <ProblemView error={change.error} />}
      <Button htmlType="submit" loading={change.isPending}>
        {t('password.action')}
      </Button>
    </Form>
  );
}
