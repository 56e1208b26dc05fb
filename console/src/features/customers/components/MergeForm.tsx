import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { useMay } from '@/shared/session/may';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';

import { customerQuery } from '../api/getCustomer';
import { mergeCustomers } from '../api/mergeCustomers';

interface Given {
  other: string;
  reason: string;
}

/** Says that somebody else in the list is this same person. */
export function MergeForm({ customer }: { customer: number }) {
  const { t } = useTranslation('customers');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Given>();
  const act = useMay('act');
  const merge = useMutation({
    mutationFn: async ({ other, reason }: Given) => {
      const found = await queryClient.fetchQuery(customerQuery(other.trim()));
      return mergeCustomers({ into: customer, from: found.customer_id, reason });
    },
    onSuccess: async () => {
      form.resetFields();
      message.success(t('merge.done'));
      await queryClient.invalidateQueries({ queryKey: ['customers'] });
    },
  });
  if (!act) return null;
  return (
    <Panel title={t('merge.title')}>
      <p>{t('merge.text')}</p>
      <Form form={form} layout="vertical" onFinish={merge.mutate} requiredMark={false} style={{ marginTop: 12 }}>
        <Form.Item
          name="other"
          label={t('merge.other')}
          rules={[{ required: true, whitespace: true, message: t('merge.otherWanted') }]}
        >
          <Input placeholder="user_id:ann" maxLength={600} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('merge.reason')}
          rules={[{ required: true, whitespace: true, message: t('merge.reasonWanted') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
        {merge.isError && <ProblemView error={merge.error} />}
        <Button htmlType="submit" loading={merge.isPending}>
          {t('merge.action')}
        </Button>
      </Form>
    </Panel>
  );
}
