import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The views that the member keeps, of all rooms. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) => (await data(client.GET('/v1/views', { signal }))).views,
});
