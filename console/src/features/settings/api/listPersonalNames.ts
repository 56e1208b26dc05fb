import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The names of fields that are covered until revealed. */
export const personalNamesQuery = queryOptions({
  queryKey: ['personal-names'],
  queryFn: ({ signal }) => data(client.GET('/v1/personal-names', { signal })),
});
