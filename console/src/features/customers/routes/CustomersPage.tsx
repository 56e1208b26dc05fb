import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';
import { SavedViews } from '@/shared/views/SavedViews';

import { customersQuery } from '../api/listCustomers';
import { CustomersTable } from '../components/CustomersTable';
import { CustomersToolbar } from '../components/CustomersToolbar';
import { useNames } from '../names';
import { fromTexts, toTexts, type CustomersSearch } from '../search';

const route = getRouteApi('/frame/customers');
const NONE: string[] = [];

/** Everybody, or those who fit: found by a word, a segment, a stage. */
export function CustomersPage() {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const names = useNames();
  const query = useInfiniteQuery(customersQuery(search));
  const lines = useMemo(() => query.data?.pages.flatMap(page => page.customers) ?? [], [query.data]);
  const change = (part: Partial<CustomersSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const onSort = useCallback(
    (sort: string | undefined) => void navigate({ search: before => ({ ...before, sort }), replace: true }),
    [navigate],
  );
  const narrowed = Boolean(search.q || search.segment || search.stage);
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  };
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <SavedViews
          room="customers"
          query={toTexts(search)}
          onOpen={query => void navigate({ search: fromTexts(query) })}
        />
      }
    >
      <Panel flush>
        <CustomersToolbar search={search} names={names} onChange={change} />
        {query.isPending && <Waiting rows={6} />}
        {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && lines.length === 0 && (
          <Empty
            title={narrowed ? t('none.title') : t('nobody.title')}
            text={narrowed ? t('none.text') : t('nobody.text')}
            action={narrowed && <Button onClick={() => void navigate({ search: {} })}>{t('none.action')}</Button>}
          />
        )}
        {lines.length > 0 && (
          <CustomersTable
            lines={lines}
            chosen={search.columns ?? NONE}
            names={names}
            sort={search.sort}
            onSort={onSort}
            onEnd={loadMore}
            foot={
              query.hasNextPage
                ? t('loadingMore')
                : t('all', { count: lines.length, shown: format.number(lines.length) })
            }
          />
        )}
      </Panel>
    </Page>
  );
}
