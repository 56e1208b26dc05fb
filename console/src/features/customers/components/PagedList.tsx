import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';

import styles from './List.module.css';

interface Props<Item> {
  title: string;
  none: { title: string; text: string };
  query: UseInfiniteQueryResult;
  items: Item[];
  children: (item: Item) => ReactNode;
}

/** What came page by page, one entry an item: while it comes, where there is none, where it failed, and on demand more. */
export function PagedList<Item extends { id: string | number }>({ title, none, query, items, children }: Props<Item>) {
  const { t } = useTranslation('customers');
  return (
    <Panel title={title}>
      {query.isPending && <Waiting rows={4} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <Empty {...none} />}
      <ul className={styles.list}>
        {items.map(item => (
          <li key={item.id} className={styles.item}>
            {children(item)}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('messages.more')}
        </Button>
      )}
    </Panel>
  );
}
