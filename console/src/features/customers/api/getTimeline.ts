import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { Kind } from '../customerSearch';

const PAGE = 50;

/** A customer's story, latest first, page by page; of some kinds of lines only, where they are named. */
export function timelineQuery(identifier: string, kinds: readonly Kind[] | undefined) {
  return infiniteQueryOptions({
    queryKey: ['customers', identifier, 'timeline', kinds],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/customers/{identifier}/timeline', {
          params: {
            path: { identifier },
            query: { kinds: kinds?.join(','), limit: PAGE, cursor: pageParam ?? undefined },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}
