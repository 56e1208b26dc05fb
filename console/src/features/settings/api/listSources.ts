import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** What writes events in: what is defined, and what has keys. */
export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: async ({ signal }) => (await data(client.GET('/v1/sources', { signal }))).sources,
});
