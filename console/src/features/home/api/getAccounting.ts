import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

export const accountingQuery = queryOptions({
  queryKey: ['accounting'],
  queryFn: ({ signal }) => data(client.GET('/v1/accounting', { signal })),
  refetchInterval: 10_000,
});
