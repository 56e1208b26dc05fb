import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** What customers will buy and be worth. */
export const valueQuery = queryOptions({
  queryKey: ['value'],
  queryFn: ({ signal }) => data(client.GET('/v1/value', { params: { query: {} }, signal })),
  retry: false,
});
