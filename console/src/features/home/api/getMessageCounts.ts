import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** How many messages there are, by where they stand. */
export const messageCountsQuery = queryOptions({
  queryKey: ['messages', 'counts'],
  queryFn: async ({ signal }) =>
    (await data(client.GET('/v1/messages', { params: { query: { limit: 1 } }, signal }))).counts,
});
