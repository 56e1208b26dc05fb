import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The figures of the business, as defined. */
export const metricsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: ({ signal }) => data(client.GET('/v1/metrics', { signal })),
});
