import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { hidden } from '@/shared/customers/covered';
import { useFormat } from '@/shared/format/useFormat';
import { useMay } from '@/shared/session/may';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';

import { reveal } from '../api/reveal';
import { personal } from '../personal';
import styles from './List.module.css';
import type { Profile } from '../types';

/** Traits and identifiers. What is personal is covered until somebody says why they need it; that is written down. */
export function TraitsPanel({ profile }: { profile: Profile }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const mayReveal = useMay('reveal');
  const show = useMutation({
    mutationFn: ({ reason }: { reason: string }) => reveal(String(profile.customer_id), personal(profile), reason),
    onSuccess: () => setAsking(false),
  });
  const traits = { ...profile.traits, ...show.data?.traits };
  const identifiers = { ...profile.identifiers, ...show.data?.identifiers };
  const covered = personal(profile).length > 0 && !show.data;
  return (
    <Panel
      title={t('traits.title')}
      actions={
        covered &&
        mayReveal && (
          <Button size="small" icon={<Eye size={14} />} onClick={() => setAsking(true)}>
            {t('reveal.open')}
          </Button>
        )
      }
    >
      <ul className={styles.list}>
        {Object.entries(traits).map(([name, value]) => (
          <Pair key={name} name={name} value={format.value(value)} />
        ))}
      </ul>
      <h3 className={styles.part}>{t('traits.identifiers')}</h3>
      <ul className={styles.list}>
        {Object.entries(identifiers).map(([kind, values]) => (
          <Pair key={kind} name={kind} value={values.join(', ')} />
        ))}
      </ul>
      <Modal title={t('reveal.title')} open={asking} onCancel={() => setAsking(false)} footer={null} destroyOnHidden>
        <p>{t('reveal.text')}</p>
        <Form layout="vertical" onFinish={show.mutate} requiredMark={false}>
          <Form.Item
            name="reason"
            label={t('reveal.reason')}
            rules={[{ required: true, whitespace: true, message: t('reveal.wanted') }]}
          >
            <Input autoFocus maxLength={300} placeholder={t('reveal.example')} />
          </Form.Item>
          {show.isError && <ProblemView error={show.error} />}
          <Button type="primary" htmlType="submit" loading={show.isPending}>
            {t('reveal.action')}
          </Button>
        </Form>
      </Modal>
    </Panel>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <li className={styles.item}>
      <div className={styles.first}>
        <span>{name}</span>
        <span className={hidden(value) ? `${styles.value} ${styles.faint}` : styles.value}>{value}</span>
      </div>
    </li>
  );
}
