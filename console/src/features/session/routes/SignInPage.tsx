import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ProblemView } from '@/shared/ui/ProblemView';

import { beginSession } from '../api/beginSession';
import { Threshold } from '../components/Threshold';

const route = getRouteApi('/sign-in');

/** E-mail and password. */
export function SignInPage() {
  const { t } = useTranslation('session');
  const { next, workspace } = route.useSearch();
  const navigate = route.useNavigate();
  const [other, setOther] = useState(workspace !== undefined);
  const router = useRouter();
  const queryClient = useQueryClient();
  useEffect(() => queryClient.clear(), [queryClient]); // what the last member saw is not for the next
  const enter = useMutation({
    mutationFn: beginSession,
    onSuccess: () => router.navigate({ to: next ?? '/', replace: true }),
  });
  return (
    <Threshold title={t('signIn.title')} lead={t('signIn.lead')}>
      <Form
        layout="vertical"
        size="large"
        requiredMark={false}
        initialValues={{ workspace }}
        onValuesChange={(changed: { workspace?: string }) =>
          'workspace' in changed &&
          void navigate({ search: before => ({ ...before, workspace: changed.workspace || undefined }), replace: true })
        }
        onFinish={enter.mutate}
      >
        {other && (
          <Form.Item name="workspace" label={t('workspace.label')} extra={t('workspace.extra')}>
            <Input autoComplete="organization" maxLength={63} placeholder="main" />
          </Form.Item>
        )}
        <Form.Item
          name="email"
          label={t('email')}
          rules={[{ required: true, type: 'email', message: t('emailWanted') }]}
        >
          <Input autoComplete="username" inputMode="email" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordWanted') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {enter.isError && (
          <Form.Item>
            <ProblemView error={enter.error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={enter.isPending}>
          {t('signIn.action')}
        </Button>
        {!other && (
          <Button type="link" block onClick={() => setOther(true)}>
            {t('workspace.other')}
          </Button>
        )}
      </Form>
    </Threshold>
  );
}
