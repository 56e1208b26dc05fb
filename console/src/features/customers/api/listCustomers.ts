import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import { asked } from '../columns';
import type { CustomersSearch } from '../search';

/** How many rows a page holds: as many as the API gives at once. More come as one scrolls. */
const PAGE = 200;

/** The customers who fit, page by page. */
export function customersQuery(search: CustomersSearch) {
  const { q, segment, stage, sort } = search;
  const columns = asked(search.columns ?? []);
  return infiniteQueryOptions({
    queryKey: ['customers', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/customers', {
          params: { query: { q, segment, stage, sort, columns, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    // Hundreds of pages may be here: they are neither compared one by one nor all asked for again.
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });
}
