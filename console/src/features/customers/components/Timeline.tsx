import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';

import { timelineQuery } from '../api/getTimeline';
import { KINDS, type Kind } from '../customerSearch';
import { byDay } from '../lines';
import type { Names } from '../names';
import styles from './Timeline.module.css';
import { TimelineLine } from './TimelineLine';

interface Props {
  identifier: string;
  names: Names;
  kinds?: Kind[];
  onKinds: (kinds: Kind[] | undefined) => void;
}

/** Everything that happened, latest first; more comes when the end is in view. */
export function Timeline({ identifier, names, kinds, onKinds }: Props) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const query = useInfiniteQuery(timelineQuery(identifier, kinds));
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const days = useMemo(() => byDay(query.data?.pages.flatMap(page => page.lines) ?? []), [query.data]);

  useEffect(() => {
    const element = end.current;
    if (!element || !hasNextPage || isFetchingNextPage) return;
    const watch = new IntersectionObserver(seen => seen.some(one => one.isIntersecting) && void fetchNextPage(), {
      rootMargin: '600px',
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, days]);

  const filter = (
    <Select
      mode="multiple"
      allowClear
      size="small"
      maxTagCount="responsive"
      style={{ width: 220 }}
      aria-label={t('story.filter')}
      placeholder={t('story.everything')}
      value={kinds ?? []}
      options={KINDS.map(kind => ({ value: kind, label: t(`kind.${kind}`) }))}
      onChange={chosen => onKinds(chosen.length > 0 ? chosen : undefined)}
    />
  );
  return (
    <Panel title={t('story.title')} actions={filter}>
      {query.isPending && <Waiting rows={6} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && days.length === 0 && !hasNextPage && (
        <Empty
          title={t('story.none.title')}
          text={t('story.none.text')}
          action={kinds && <Button onClick={() => onKinds(undefined)}>{t('story.none.action')}</Button>}
        />
      )}
      <ol className={styles.days}>
        {days.map(day => (
          <li key={day.day}>
            <h3 className={styles.day}>{format.day(day.day)}</h3>
            <ol className={styles.lines}>
              {day.lines.map(line => (
                <TimelineLine key={line.id} line={line} names={names} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      <div ref={end} className={styles.end}>
        {isFetchingNextPage && <Waiting rows={2} />}
        {query.isSuccess && !hasNextPage && days.length > 0 && t('story.begin')}
      </div>
    </Panel>
  );
}
