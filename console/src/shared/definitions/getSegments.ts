import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The segments, with how many customers are in each. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: ({ signal }) => data(client.GET('/v1/segments', { signal })),
});
