import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Drawer } from 'antd';
import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { Said } from '@/shared/i18n/Said';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Why } from '@/shared/ui/Why';

import { release } from '../api/release';
import type { Message } from '../types';
import { reason, TONES } from '../words';
import styles from './Messages.module.css';

/** One message: where it stands, what led to it, what the provider said; a parked one can be sent once more. */
export function MessageDrawer({ message, onClose }: { message: Message | null; onClose: () => void }) {
  const { t } = useTranslation('messages');
  const format = useFormat();
  const { message: toast } = App.useApp();
  const queryClient = useQueryClient();
  const send = useMay('send');
  const again = useMutation({
    mutationFn: release,
    onSuccess: async () => {
      toast.success(t('parked.released'));
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['messages'] });
    },
  });
  const language = useLanguage();
  const { data } = useQuery(definitionsQuery);
  const name = message?.template ?? '';
  const template = titled({ ...data?.templates?.[name], name }, language);
  const close = () => {
    again.reset();
    onClose();
  };
  return (
    <Drawer open={message !== null} onClose={close} size={520} title={message && template} aria-label={t('message')}>
      {message && (
        <div className={styles.whole}>
          <div>
            <Pill tone={TONES[message.status]}>{t(`status.${message.status}`)}</Pill>{' '}
            <Said words={reason(message, t)} />
          </div>
          <dl className={styles.facts}>
            <Fact name={t('column.customer')}>
              <Link to="/customers/$customer" params={{ customer: String(message.customer_id) }}>
                #{message.customer_id}
              </Link>
            </Fact>
            <Fact name={t('column.channel')}>{t(`channel.${message.channel}`)}</Fact>
            <Fact name={t('column.purpose')}>{message.purpose}</Fact>
            <Fact name={t('column.journey')}>{message.journey && `${message.journey} · ${message.step}`}</Fact>
            <Fact name={t('column.at')}>{format.instant(message.created_at)}</Fact>
            <Fact name={t('column.settled')}>{message.settled_at && format.instant(message.settled_at)}</Fact>
            <Fact name={t('column.attempts')}>{format.number(message.attempts)}</Fact>
            <Fact name={t('column.provider')}>{message.detail}</Fact>
          </dl>
          <section>
            <h3 className={styles.part}>{t('ledToIt')}</h3>
            <Why sentences={message.why} />
          </section>
          <Link
            to="/messages"
            search={{ view: 'templates', template: message.template, customer: String(message.customer_id) }}
            onClick={close}
          >
            {t('readAs')}
          </Link>
          {message.status === 'parked' && (
            <section className={styles.parked}>
              <h3 className={styles.part}>{t('parked.title')}</h3>
              <p>{t('parked.text')}</p>
              {again.isError && <ProblemView error={again.error} />}
              {send ? (
                <Button
                  danger
                  icon={<Send size={15} />}
                  loading={again.isPending}
                  onClick={() => again.mutate(message.id)}
                >
                  {t('parked.release')}
                </Button>
              ) : (
                <p className={styles.faint}>{t('parked.mayNot')}</p>
              )}
            </section>
          )}
        </div>
      )}
    </Drawer>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
