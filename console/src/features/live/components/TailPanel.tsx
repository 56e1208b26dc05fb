import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Pause, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Rows, type Column } from '@/shared/ui/Rows';
import { SearchField } from '@/shared/ui/SearchField';
import { Toolbar } from '@/shared/ui/Toolbar';
import { Waiting } from '@/shared/ui/Waiting';

import type { LiveSearch } from '../search';
import { key, useTail } from '../useTail';
import { EventDrawer } from './EventDrawer';
import styles from './Live.module.css';
import type { Tailed } from '../types';

/** The events as they come; one can stop them, narrow them, and open each. */
export function TailPanel({ search, onChange }: { search: LiveSearch; onChange: (part: Partial<LiveSearch>) => void }) {
  const { t } = useTranslation('live');
  const format = useFormat();
  const [paused, setPaused] = useState(false);
  const [opened, setOpened] = useState<Tailed | null>(null);
  const tail = useTail(search, paused);
  const columns = useMemo(
    (): Column<Tailed>[] => [
      {
        key: 'at',
        title: t('column.at'),
        width: '190px',
        render: event => <time dateTime={event.received_at}>{format.second(event.received_at)}</time>,
      },
      {
        key: 'event',
        title: t('column.event'),
        width: 'minmax(170px, 1.4fr)',
        render: event => (
          <button type="button" className={styles.open} onClick={() => setOpened(event)}>
            {event.event || event.type}
          </button>
        ),
      },
      { key: 'type', title: t('column.type'), width: '96px', render: event => <Pill>{event.type}</Pill> },
      {
        key: 'customer',
        title: t('column.customer'),
        width: 'minmax(120px, 1fr)',
        render: event => (
          <Link to="/customers/$customer" params={{ customer: String(event.customer_id) }}>
            {event.user_id ?? event.anonymous_id ?? `#${event.customer_id}`}
          </Link>
        ),
      },
      { key: 'source', title: t('column.source'), width: 'minmax(90px, 0.6fr)', render: event => event.source },
      {
        key: 'what',
        title: t('column.what'),
        width: 'minmax(220px, 3fr)',
        render: event => <code className={styles.faint}>{JSON.stringify(event.properties)}</code>,
      },
    ],
    [t, format],
  );
  return (
    <Panel flush>
      <Toolbar label={t('narrow')}>
        <SearchField value={search.q ?? ''} placeholder={t('search')} onChange={q => onChange({ q: q || undefined })} />
        <SearchField
          width={180}
          value={search.source ?? ''}
          placeholder={t('source')}
          onChange={source => onChange({ source: source || undefined })}
        />
        <span className="grow" />
        <span className={paused ? styles.still : styles.pulse} role="status">
          {paused ? t('paused') : t('listening')}
        </span>
        <Button icon={paused ? <Play size={15} /> : <Pause size={15} />} onClick={() => setPaused(!paused)}>
          {paused ? t('goOn') : t('pause')}
        </Button>
      </Toolbar>
      {tail.problem && <ProblemView error={tail.problem} />}
      {tail.position === null && !tail.problem && <Waiting rows={6} />}
      {tail.position !== null && tail.events.length === 0 && <Empty title={t('none.title')} text={t('none.text')} />}
      {tail.events.length > 0 && (
        <Rows
          label={t('tab.events')}
          columns={columns}
          rows={tail.events}
          rowKey={key}
          height="max(320px, calc(100vh - 270px))"
          rowHeight={38}
        />
      )}
      <EventDrawer event={opened} onClose={() => setOpened(null)} />
    </Panel>
  );
}
