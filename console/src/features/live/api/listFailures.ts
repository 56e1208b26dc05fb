import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** Events that could not be taken, the latest first, with a count by reason. */
export function failuresQuery(code: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['failures', 'list', code],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/failures', {
          params: { query: { code, latest: true, limit: 50, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}
