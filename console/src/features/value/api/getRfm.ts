import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The customers by recency, frequency and money, as of the last fit. */
export const rfmQuery = queryOptions({
  queryKey: ['rfm'],
  queryFn: ({ signal }) => data(client.GET('/v1/rfm', { params: { query: {} }, signal })),
  retry: false,
});

/** Who moved between the groups since a day (`2026-10-01`). */
export function movementQuery(day: string) {
  return queryOptions({
    queryKey: ['rfm', 'since', day],
    queryFn: ({ signal }) => data(client.GET('/v1/rfm', { params: { query: { compared_to: day } }, signal })),
    staleTime: 5 * 60_000,
    retry: false,
  });
}
