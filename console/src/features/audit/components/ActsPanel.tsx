import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { csv } from '@/shared/format/csv';
import { download } from '@/shared/format/download';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Rows, type Column } from '@/shared/ui/Rows';
import { Toolbar } from '@/shared/ui/Toolbar';
import { Waiting } from '@/shared/ui/Waiting';

import { actsQuery } from '../api/listActs';
import { customerOf, KINDS, toneOf } from '../kinds';
import type { AuditSearch } from '../search';
import type { Act } from '../types';
import { useWords } from '../useWords';
import styles from './Audit.module.css';

interface Props {
  search: AuditSearch;
  onChange: (part: Partial<AuditSearch>) => void;
}

/** Who did what, to what, from where; latest first. */
export function ActsPanel({ search, onChange }: Props) {
  const { t } = useTranslation('audit');
  const words = useWords();
  const query = useInfiniteQuery(actsQuery(search));
  const acts = query.data?.pages.flatMap(page => page.acts) ?? [];
  const columns = useColumns(who => onChange({ who }));
  const people = new Map(acts.map(act => [act.who, words.who(act)]));
  if (search.who && !people.has(search.who)) people.set(search.who, search.who);
  const save = () => {
    const rows = acts.map(act => [
      act.number,
      act.at,
      words.who(act),
      words.what(act.what),
      act.object,
      act.detail,
      act.place,
      act.hash,
    ]);
    const titles = ['number', 'at', 'who', 'what', 'object', 'detail', 'place', 'hash'];
    const table = { columns: titles.map(title => t(`column.${title}`)), rows };
    download('audit.csv', new Blob([csv(table)], { type: 'text/csv' }));
  };
  const narrowed = Boolean(search.what || search.who);
  return (
    <Panel flush>
      <Toolbar label={t('narrow')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('column.what')}
          placeholder={t('anyKind')}
          style={{ width: 220 }}
          value={search.what}
          options={KINDS.map(kind => ({ value: kind as string, label: words.what(kind) }))}
          onChange={what => onChange({ what })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('column.who')}
          placeholder={t('anybody')}
          style={{ width: 200 }}
          value={search.who}
          options={[...people].map(([value, label]) => ({ value, label }))}
          onChange={who => onChange({ who })}
        />
        <span className="grow" />
        <Button icon={<Download size={15} />} disabled={acts.length === 0} onClick={save}>
          {t('save')}
        </Button>
      </Toolbar>
      {query.isPending && <Waiting rows={6} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && acts.length === 0 && (
        <Empty
          title={t('none.title')}
          text={t('none.text')}
          action={
            narrowed && (
              <Button onClick={() => onChange({ what: undefined, who: undefined })}>{t('none.action')}</Button>
            )
          }
        />
      )}
      {acts.length > 0 && (
        <Rows
          label={t('title')}
          columns={columns}
          rows={acts}
          rowKey={act => act.number}
          height="max(320px, calc(100vh - 330px))"
          rowHeight={40}
          onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()}
          foot={query.isFetchingNextPage ? t('more') : query.hasNextPage ? undefined : t('beginning')}
        />
      )}
    </Panel>
  );
}

function useColumns(onWho: (who: string) => void): Column<Act>[] {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const words = useWords();
  return useMemo(
    () => [
      {
        key: 'at',
        title: t('column.at'),
        width: '186px',
        render: act => <time dateTime={act.at}>{format.instant(act.at)}</time>,
      },
      {
        key: 'who',
        title: t('column.who'),
        width: 'minmax(110px, 0.8fr)',
        render: act => (
          <button type="button" className={styles.who} onClick={() => onWho(act.who)}>
            {words.who(act)}
          </button>
        ),
      },
      {
        key: 'what',
        title: t('column.what'),
        width: 'minmax(160px, 1fr)',
        render: act => <Pill tone={toneOf(act.what)}>{words.what(act.what)}</Pill>,
      },
      {
        key: 'object',
        title: t('column.object'),
        width: 'minmax(130px, 0.9fr)',
        render: act => <About object={act.object} said={words.object(act.object)} />,
      },
      { key: 'detail', title: t('column.detail'), width: 'minmax(180px, 2fr)', render: act => act.detail },
      {
        key: 'place',
        title: t('column.place'),
        width: '100px',
        render: act => <span className={styles.faint}>{act.place}</span>,
      },
      {
        key: 'hash',
        title: t('column.hash'),
        width: '96px',
        render: act => (
          <code className={styles.faint} title={act.hash}>
            {act.hash.slice(0, 10)}
          </code>
        ),
      },
    ],
    [t, format, words, onWho],
  );
}

function About({ object, said }: { object: string; said: string }) {
  const customer = customerOf(object);
  if (customer === null) return <>{said}</>;
  return (
    <Link to="/customers/$customer" params={{ customer }}>
      {said}
    </Link>
  );
}
