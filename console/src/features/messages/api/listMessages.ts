import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { Status } from '../types';

const PAGE = 100;
const FRESH = 20_000;

/** Messages, the latest first, page by page. */
export function outboxQuery(status: Status | undefined) {
  return infiniteQueryOptions({
    queryKey: ['messages', 'outbox', status ?? ''],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/messages', {
          params: { query: { status, latest: true, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    refetchInterval: query => ((query.state.data?.pages.length ?? 0) > 1 ? false : FRESH),
  });
}
