import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { ProblemView } from '@/shared/ui/ProblemView';

import { inviteMember } from '../api/inviteMember';
import type { RoleName } from '../types';
import { useRoleOptions } from '../useRoleOptions';
import styles from './Settings.module.css';

interface Given {
  email: string;
  name?: string;
  role: RoleName;
}

/** Invites somebody: the link that comes out is handed over by hand, for the server writes to nobody. */
export function InviteForm({ onInvited }: { onInvited: (made: Awaited<ReturnType<typeof inviteMember>>) => void }) {
  const { t } = useTranslation('settings');
  const options = useRoleOptions();
  const [form] = Form.useForm<Given>();
  const invite = useMutation({
    mutationFn: inviteMember,
    onSuccess: made => {
      form.resetFields();
      onInvited(made);
    },
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ role: 'viewer' }}
      onFinish={given => invite.mutate(given)}
    >
      <div className={styles.form}>
        <Form.Item
          name="email"
          label={t('invite.email')}
          rules={[{ required: true, type: 'email', message: t('invite.emailWanted') }]}
        >
          <Input type="email" maxLength={254} placeholder="olga@example.com" />
        </Form.Item>
        <Form.Item name="name" label={t('invite.name')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="role" label={t('invite.role')}>
          <Select options={options} />
        </Form.Item>
        <Form.Item>
          <Button type="primary" htmlType="submit" icon={<UserPlus size={15} />} loading={invite.isPending}>
            {t('invite.action')}
          </Button>
        </Form.Item>
      </div>
      {invite.isError && <ProblemView error={invite.error} />}
      <div className={styles.faint}>{t('invite.note')}</div>
    </Form>
  );
}
