import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const AGAIN = 5_000;

/** The latest event of a source, asked again and again: one sees the first one come. */
export function latestQuery(source: string) {
  return queryOptions({
    queryKey: ['sources', source, 'latest'],
    queryFn: async ({ signal }) =>
      (await data(client.GET('/v1/events', { params: { query: { source, limit: 1 } }, signal }))).events[0] ?? null,
    refetchInterval: AGAIN,
  });
}
