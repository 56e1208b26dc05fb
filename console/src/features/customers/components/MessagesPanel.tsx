import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Pill, type Tone } from '@/shared/ui/Pill';
import { Why } from '@/shared/ui/Why';

import { messagesQuery } from '../api/listMessages';
import type { Names } from '../names';
import styles from './List.module.css';
import { PagedList } from './PagedList';
import type { Message, Profile } from '../types';

const TONES: Partial<Record<Message['status'], Tone>> = {
  delivered: 'good',
  parked: 'bad',
  failed: 'bad',
  suppressed: 'amber',
};

/** The verdict of a message that nothing holds back. */
const MAY = 'send';

/** What was sent or held back, and why. */
export function MessagesPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t, i18n } = useTranslation(['customers', 'messages']);
  const told = (of: string) => (name: string) =>
    i18n.exists(`messages:${of}.${name}`) ? t(`messages:${of}.${name}`) : name;
  const channel = told('channel');
  const verdict = told('verdict');
  const format = useFormat();
  const query = useInfiniteQuery(messagesQuery(String(profile.customer_id)));
  const messages = query.data?.pages.flatMap(page => page.messages) ?? [];
  return (
    <PagedList
      title={t('messages.title')}
      none={{ title: t('messages.none.title'), text: t('messages.none.text') }}
      query={query}
      items={messages}
    >
      {message => (
        <>
          <div className={styles.first}>
            <span>
              {names.template(message.template)} <Pill tone={TONES[message.status]}>{t(`status.${message.status}`)}</Pill>
              {message.verdict && message.verdict !== MAY && (
                <span className={styles.faint}> {verdict(message.verdict)}</span>
              )}
            </span>
            <span className={styles.faint}>{format.instant(message.settled_at ?? message.created_at)}</span>
          </div>
          <div className={styles.faint}>
            {[
              channel(message.channel),
              names.purpose(message.purpose),
              message.journey && names.journey(message.journey),
              message.step,
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
          <Why sentences={message.detail && message.status !== 'delivered' ? [...message.why, message.detail] : message.why} />
        </>
      )}
    </PagedList>
  );
}
