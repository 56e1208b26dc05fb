import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** How many events could not be taken, by reason. */
export const failureCountsQuery = queryOptions({
  queryKey: ['failures', 'counts'],
  queryFn: async ({ signal }) =>
    (await data(client.GET('/v1/failures', { params: { query: { limit: 1 } }, signal }))).counts,
});
