import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The values known of each customer. */
export const featuresQuery = queryOptions({
  queryKey: ['features'],
  queryFn: ({ signal }) => data(client.GET('/v1/features', { signal })),
});
