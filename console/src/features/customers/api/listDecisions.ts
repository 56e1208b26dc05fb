import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** What slots chose for one customer, latest first. */
export function decisionsQuery(customer: string) {
  return infiniteQueryOptions({
    queryKey: ['customers', customer, 'decisions'],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/decisions', {
          params: { query: { customer, limit: 50, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}
