import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The orders of the last days that stand out most, each with in what. */
export function ordersQuery(days: number) {
  return queryOptions({
    queryKey: ['models', 'orders', days],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/anomalies/orders', { params: { query: { days, limit: 50 } }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
