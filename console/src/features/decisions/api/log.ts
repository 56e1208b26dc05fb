import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const PAGE = 100;
const FRESH = 5_000;

/** What a slot decided, the latest first; `live`: asked anew every few seconds, as long as one looks at the first page. */
export function logQuery(slot: string, item: string | undefined, live: boolean) {
  return infiniteQueryOptions({
    queryKey: ['decisions', slot, item ?? ''],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/decisions', {
          params: { query: { slot, item, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    refetchInterval: query => (live && (query.state.data?.pages.length ?? 0) <= 1 ? FRESH : false),
  });
}

/** A decision whole: every item that was shown, in order. */
export function decisionQuery(id: string) {
  return queryOptions({
    queryKey: ['decisions', 'one', id],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/decisions/{decision_id}', { params: { path: { decision_id: id } }, signal })),
    staleTime: Infinity,
  });
}
