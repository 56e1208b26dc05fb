import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { Said } from '@/shared/i18n/Said';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Rows, type Column } from '@/shared/ui/Rows';
import { Waiting } from '@/shared/ui/Waiting';

import { outboxQuery } from '../api/listMessages';
import { STATUSES } from '../search';
import type { Message, Status } from '../types';
import { reason, TONES } from '../words';
import { MessageDrawer } from './MessageDrawer';
import styles from './Messages.module.css';

interface Props {
  status: Status | undefined;
  onStatus: (status: Status | undefined) => void;
}

/** Every message and where it stands, the latest first; the parked ones wait for somebody to decide. */
export function OutboxPanel({ status, onStatus }: Props) {
  const { t } = useTranslation('messages');
  const format = useFormat();
  const language = useLanguage();
  const [opened, setOpened] = useState<Message | null>(null);
  const definitions = useQuery(definitionsQuery);
  const query = useInfiniteQuery(outboxQuery(status));
  const messages = query.data?.pages.flatMap(page => page.messages) ?? [];
  const counts = query.data?.pages[0]?.counts ?? {};
  const columns = useMemo((): Column<Message>[] => {
    const called = (table: 'templates' | 'journeys', name: string) => {
      const found = definitions.data?.[table]?.[name];
      return found ? titled({ ...found, name }, language) : name;
    };
    return [
      {
        key: 'status',
        title: t('column.status'),
        width: '116px',
        render: message => <Pill tone={TONES[message.status]}>{t(`status.${message.status}`)}</Pill>,
      },
      {
        key: 'template',
        title: t('column.template'),
        width: 'minmax(150px, 1.2fr)',
        render: message => (
          <button type="button" className={styles.open} onClick={() => setOpened(message)}>
            {called('templates', message.template)}
          </button>
        ),
      },
      {
        key: 'at',
        title: t('column.at'),
        width: '168px',
        render: message => <time dateTime={message.created_at}>{format.instant(message.created_at)}</time>,
      },
      {
        key: 'customer',
        title: t('column.customer'),
        width: '104px',
        render: message => (
          <Link
            to="/customers/$customer"
            params={{ customer: String(message.customer_id) }}
            search={{ tab: 'messages' }}
          >
            #{message.customer_id}
          </Link>
        ),
      },
      {
        key: 'journey',
        title: t('column.journey'),
        width: 'minmax(150px, 1fr)',
        render: message =>
          message.journey && (
            <Link to="/journeys/$journey" params={{ journey: message.journey }} search={{ step: message.step }}>
              {called('journeys', message.journey)} · {message.step}
            </Link>
          ),
      },
      {
        key: 'why',
        title: t('column.why'),
        width: 'minmax(240px, 2.6fr)',
        render: message => <span className={styles.faint}><Said words={reason(message, t)} /></span>,
      },
    ];
  }, [t, format, language, definitions.data]);
  const there = STATUSES.filter(one => counts[one] || one === status);
  return (
    <Panel flush>
      {there.length > 0 && (
        <div className={styles.counts} role="group" aria-label={t('narrow')}>
          {there.map(one => (
            <Button
              key={one}
              size="small"
              aria-pressed={one === status}
              type={one === status ? 'primary' : 'default'}
              danger={one === 'parked' && one !== status}
              onClick={() => onStatus(one === status ? undefined : one)}
            >
              {t(`status.${one}`)} {format.number(counts[one] ?? 0)}
            </Button>
          ))}
        </div>
      )}
      {status === 'parked' && messages.length > 0 && <p className={styles.hint}>{t('parked.text')}</p>}
      {query.isPending && <Waiting rows={6} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && messages.length === 0 && (
        <Empty
          title={t(status ? 'noneSo.title' : 'none.title')}
          text={t(status ? 'noneSo.text' : 'none.text')}
          action={<Link to="/journeys">{t('toJourneys')}</Link>}
        />
      )}
      {messages.length > 0 && (
        <Rows
          label={t('tab.outbox')}
          columns={columns}
          rows={messages}
          rowKey={message => message.id}
          height="max(340px, calc(100vh - 290px))"
          rowHeight={42}
          onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()}
          foot={query.hasNextPage ? t('more') : t('end')}
        />
      )}
      <MessageDrawer message={opened} onClose={() => setOpened(null)} />
    </Panel>
  );
}
