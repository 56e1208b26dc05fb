import { useMutation, useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Checkbox, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ProblemView } from '@/shared/ui/ProblemView';

import { createKey, type NewKey } from '../api/createKey';
import { sourcesQuery } from '../api/listSources';
import { SOURCE_NAME } from '../keys';
import { HandOver } from './HandOver';

interface Props {
  open: boolean;
  onClose: () => void;
  onMade: (source: string, secret: string) => void;
}

const SCOPES = ['read', 'write', 'manage'] as const;

/** Makes a key, and shows its secret this once. */
export function NewKeyDialog({ open, onClose, onMade }: Props) {
  const { t } = useTranslation('settings');
  const [kind, setKind] = useState<'write' | 'secret'>('write');
  const [secret, setSecret] = useState<string | null>(null);
  const sources = useQuery({ ...sourcesQuery, enabled: open });
  const make = useMutation({
    mutationFn: (given: object) => createKey({ ...given, kind } as NewKey),
    onSuccess: made => {
      setSecret(made.secret);
      onMade(made.key.source, made.secret);
      onClose();
    },
  });
  return (
    <>
      <Modal title={t('newKey.title')} open={open} onCancel={onClose} footer={null} destroyOnHidden>
        <Form
          layout="vertical"
          requiredMark={false}
          initialValues={{ scopes: ['read'] }}
          onFinish={(given: object) => make.mutate(given)}
        >
          <Form.Item extra={t(`newKey.${kind}Text`)}>
            <Segmented
              value={kind}
              onChange={setKind}
              aria-label={t('newKey.kind')}
              options={[
                { value: 'write', label: t('newKey.write') },
                { value: 'secret', label: t('newKey.secret') },
              ]}
            />
          </Form.Item>
          {kind === 'write' ? (
            <Form.Item
              name="source"
              label={t('newKey.source')}
              rules={[{ required: true, pattern: SOURCE_NAME, message: t('newKey.sourceWanted') }]}
            >
              <AutoComplete
                options={sources.data?.map(source => ({ value: source.name }))}
                placeholder="web"
                showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed) }}
              />
            </Form.Item>
          ) : (
            <Form.Item
              name="scopes"
              label={t('newKey.scopes')}
              rules={[{ required: true, type: 'array', min: 1, message: t('newKey.scopesWanted') }]}
            >
              <Checkbox.Group options={SCOPES.map(scope => ({ value: scope, label: t(`scopes.${scope}`) }))} />
            </Form.Item>
          )}
          <Form.Item name="label" label={t('newKey.label')}>
            <Input maxLength={200} />
          </Form.Item>
          {make.isError && <ProblemView error={make.error} />}
          <Button type="primary" htmlType="submit" loading={make.isPending}>
            {t('newKey.action')}
          </Button>
        </Form>
      </Modal>
      <HandOver
        title={t('newKey.madeTitle')}
        secret={secret}
        label={t('newKey.madeLabel')}
        onClose={() => setSecret(null)}
      >
        {t('newKey.madeText')}
      </HandOver>
    </>
  );
}
