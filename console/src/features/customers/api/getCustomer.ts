import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** Everything known of one customer now. */
export function customerQuery(identifier: string) {
  return queryOptions({
    queryKey: ['customers', identifier],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/customers/{identifier}', { params: { path: { identifier } }, signal })),
  });
}
