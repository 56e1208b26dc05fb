import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { Pause, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Rows, type Column } from '@/shared/ui/Rows';
import { Toolbar } from '@/shared/ui/Toolbar';
import { Waiting } from '@/shared/ui/Waiting';

import { logQuery } from '../api/log';
import type { Decided, Slot } from '../types';
import { DecisionDrawer } from './DecisionDrawer';
import styles from './Slots.module.css';

interface Props {
  slot: Slot;
  item: string | undefined;
  onItem: (item: string | undefined) => void;
}

/** Every decision as it was made, the latest first: for whom, what, how likely, and why. */
export function LogPanel({ slot, item, onItem }: Props) {
  const { t } = useTranslation('decisions');
  const format = useFormat();
  const [live, setLive] = useState(true);
  const [opened, setOpened] = useState<string | null>(null);
  const query = useInfiniteQuery(logQuery(slot.name, item, live));
  const found = query.data?.pages.flatMap(page => page.decisions) ?? [];
  const names = useMemo(
    () => new Map(slot.shares.flatMap(share => (share.item === null ? [] : [[share.item, share.called]]))),
    [slot.shares],
  );
  const columns = useMemo(
    (): Column<Decided>[] => [
      {
        key: 'at',
        title: t('column.at'),
        width: '168px',
        render: decision => <time dateTime={decision.at}>{format.instant(decision.at)}</time>,
      },
      {
        key: 'item',
        title: t('column.item'),
        width: 'minmax(150px, 1.2fr)',
        render: decision => (
          <button type="button" className={styles.open} onClick={() => setOpened(decision.id)}>
            {decision.item === null ? t('nothing') : (names.get(decision.item) ?? decision.item)}
          </button>
        ),
      },
      {
        key: 'customer',
        title: t('column.customer'),
        width: '100px',
        render: decision =>
          decision.customer_id > 0 ? (
            <Link to="/customers/$customer" params={{ customer: String(decision.customer_id) }}>
              #{decision.customer_id}
            </Link>
          ) : (
            t('unknown')
          ),
      },
      {
        key: 'probability',
        title: t('column.probability'),
        width: '104px',
        right: true,
        render: decision => format.percent(decision.probability),
      },
      {
        key: 'why',
        title: t('column.why'),
        width: 'minmax(260px, 3fr)',
        render: decision => <span className={styles.faint}>{decision.why.join(' · ')}</span>,
      },
    ],
    [t, format, names],
  );
  return (
    <Panel flush title={t('log')}>
      <Toolbar label={t('narrow')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('column.item')}
          placeholder={t('anyItem')}
          style={{ width: 230 }}
          value={item}
          options={[...names].map(([value, label]) => ({ value, label }))}
          onChange={onItem}
        />
        <span className="grow" />
        <span className={styles.faint} role="status">
          {live ? t('listening') : t('paused')}
        </span>
        <Button icon={live ? <Pause size={15} /> : <Play size={15} />} onClick={() => setLive(!live)}>
          {live ? t('pause') : t('goOn')}
        </Button>
      </Toolbar>
      {query.isPending && <Waiting rows={5} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && found.length === 0 && <Empty title={t('quiet.title')} text={t('quiet.text')} />}
      {found.length > 0 && (
        <Rows
          label={t('log')}
          columns={columns}
          rows={found}
          rowKey={decision => decision.id}
          height="420px"
          rowHeight={40}
          onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()}
          foot={query.hasNextPage ? t('more') : t('end')}
        />
      )}
      <DecisionDrawer id={opened} names={names} onClose={() => setOpened(null)} />
    </Panel>
  );
}
