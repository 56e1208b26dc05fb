import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Popover } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks for the name of a new journey, and goes to it. */
export function BeginJourney({ taken }: { taken: { name: string }[] }) {
  const { t } = useTranslation('journeys');
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const names = new Set(taken.map(one => one.name));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={
        <Form
          layout="vertical"
          requiredMark={false}
          style={{ width: 280 }}
          onFinish={({ name }: { name: string }) =>
            void navigate({ to: '/journeys/$journey', params: { journey: name }, search: { begin: 'yes' } })
          }
        >
          <Form.Item
            name="name"
            label={t('begin.name')}
            extra={t('begin.how')}
            rules={[
              { required: true, pattern: /^[a-z][a-z0-9_]{0,60}$/, message: t('begin.how') },
              {
                validator: (_, name: string) =>
                  names.has(name) ? Promise.reject(new Error(t('begin.taken'))) : Promise.resolve(),
              },
            ]}
          >
            <Input autoFocus placeholder="second_cup" maxLength={61} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t('begin.go')}
          </Button>
        </Form>
      }
    >
      <Button type="primary" icon={<Plus size={15} />}>
        {t('begin.action')}
      </Button>
    </Popover>
  );
}
