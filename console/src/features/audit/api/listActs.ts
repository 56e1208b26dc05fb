import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { AuditSearch } from '../search';

const PAGE = 100;

/** Who did what, latest first, page by page. */
export function actsQuery({ what, who }: AuditSearch) {
  return infiniteQueryOptions({
    queryKey: ['audit', what, who],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/audit', {
          params: { query: { what, who, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}
