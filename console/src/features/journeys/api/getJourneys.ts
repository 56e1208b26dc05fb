import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** How often the counts are asked for anew, milliseconds. */
const FRESH = 15_000;

/** All journeys with what happens at each step. */
export const journeysQuery = queryOptions({
  queryKey: ['journeys'],
  queryFn: ({ signal }) => data(client.GET('/v1/journeys', { signal })),
  refetchInterval: FRESH,
});

/** One journey with what happens at each step. */
export function journeyQuery(name: string) {
  return queryOptions({
    queryKey: ['journeys', name],
    queryFn: ({ signal }) => data(client.GET('/v1/journeys/{name}', { params: { path: { name } }, signal })),
    refetchInterval: query => (query.state.error ? false : FRESH),
  });
}
