import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { ProblemView } from '@/shared/ui/ProblemView';

import { join } from '../api/join';
import { setUp } from '../api/setUp';

const SHORTEST = 8;

interface Given {
  name: string;
  email: string;
  password: string;
}

/** Who one is: the first owner of a new house, or an invited member. */
export function OwnerForm({
  token,
  kind,
  name,
  onDone,
}: {
  token: string;
  kind: 'setup' | 'join';
  name?: string;
  onDone: () => void;
}) {
  const { t } = useTranslation('session');
  const make = useMutation({
    mutationFn: (given: Given) =>
      kind === 'setup' ? setUp({ token, ...given }) : join({ token, name: given.name, password: given.password }),
    onSuccess: onDone,
  });
  return (
    <Form layout="vertical" size="large" requiredMark={false} initialValues={{ name }} onFinish={make.mutate}>
      <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('nameWanted') }]}>
        <Input autoComplete="name" maxLength={100} autoFocus />
      </Form.Item>
      {kind === 'setup' && (
        <Form.Item
          name="email"
          label={t('email')}
          rules={[{ required: true, type: 'email', message: t('emailWanted') }]}
        >
          <Input autoComplete="username" inputMode="email" />
        </Form.Item>
      )}
      <Form.Item
        name="password"
        label={t('password')}
        extra={t('passwordAdvice')}
        rules={[{ required: true, min: SHORTEST, message: t('passwordShort') }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {make.isError && (
        <Form.Item>
          <ProblemView error={make.error} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={make.isPending}>
        {kind === 'setup' ? t('setUp.action') : t('join.action')}
      </Button>
    </Form>
  );
}
