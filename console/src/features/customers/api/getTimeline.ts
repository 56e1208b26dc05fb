import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const PAGE = 50;

/** A customer's story, latest first, page by page. */
export function timelineQuery(identifier: string) {
  return infiniteQueryOptions({
    queryKey: ['customers', identifier, 'timeline'],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/customers/{identifier}/timeline', {
          params: { path: { identifier }, query: { limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}
